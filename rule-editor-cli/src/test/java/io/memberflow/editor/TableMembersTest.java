package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of the job's tables are seen as their events would show them. */
class TableMembersTest {
    private static final String ID = "m007";

    @TempDir private Path temporary;
    private Desk desk;
    private StoredMembers members;

    @BeforeEach
    void membersInTheTables() throws Exception {
        desk = new Desk(temporary);
        members = new StoredMembers(desk, temporary);
    }

    @AfterEach
    void close() throws SQLException {
        desk.close();
    }

    @Test
    void whyAndTryAndGroupSayTheSame() throws IOException {
        for (String id : members.histories().keySet().stream().limit(10).toList()) {
            assertThat(desk.run("why", id).out()).isEqualTo(ofEvents("why", id).out());
            JsonNode inTables = Desk.json(desk.run("try", id, "--format=json"));
            JsonNode ofEvents = Desk.json(ofEvents("try", id, "--format=json"));
            assertThat(inTables.get("asOf")).isEqualTo(ofEvents.get("asOf"));
            for (int model = 0; model < ofEvents.get("models").size(); model++) {
                for (String field : new String[] {"model", "value", "rule", "others"}) {
                    assertThat(inTables.at("/models/" + model + "/" + field))
                            .isEqualTo(ofEvents.at("/models/" + model + "/" + field));
                }
            }
        }
        String condition = "d365.orders >= 2, recencyDays < 100";
        assertThat(desk.run("group", condition).out())
                .isNotEmpty()
                .isEqualTo(ofEvents("group", condition).out());
    }

    private Commands.Ran ofEvents(String command, String... rest) {
        String[] all = new String[rest.length + 2];
        System.arraycopy(rest, 0, all, 0, rest.length);
        all[rest.length] = "--orders=" + members.file();
        all[rest.length + 1] = "--as-of=" + StoredMembers.DAY;
        return desk.run(command, all);
    }

    @Test
    void sinceWhenAndWhatComesNextIsWhatTheJobSays() throws Exception {
        String value =
                Desk.json(desk.run("try", ID, "--format=json")).at("/models/0/value").asText();
        desk.tables()
                .execute(
                        "insert into member_segment values ('%s', 'lifecycle', '%s', 'STAGE', null, date '2025-05-05', '流失期', date '2025-07-12', 'r', '{}' format json, date '2025-06-30', 1, 1)"
                                .formatted(ID, value));
        Commands.Ran ran = desk.run("try", ID, "--lang=zh");
        assertThat(ran.out())
                .contains("会员 " + ID + "，截至 2025-06-30", "2025-05-05", "12 天后（2025-07-12）进入 流失期");
        // Of another value the job says nothing.
        desk.tables().execute("update member_segment set `value` = '别的'");
        assertThat(desk.run("try", ID, "--lang=zh").out()).doesNotContain("2025-05-05");
    }

    @Test
    void whatTheTablesCannotSayIsRefused() throws Exception {
        assertThat(desk.run("try", ID, "--timeline").err()).contains("give files of events");
        assertThat(desk.run("why", "nobody").err()).contains("There is no member nobody");
        desk.tables()
                .execute(
                        "update member_facts set facts = '{\"d365\":{\"orders\":true}}'"
                                + " format json");
        Commands.Ran ran = desk.run("why", ID);
        assertThat(ran.exit()).isEqualTo(Exit.WRONG);
        assertThat(ran.err()).contains(ID).doesNotContain("Exception");
        desk.tables().execute("delete from member_facts");
        assertThat(desk.run("group", "d365.orders >= 1").err()).contains("holds no members");
    }
}
