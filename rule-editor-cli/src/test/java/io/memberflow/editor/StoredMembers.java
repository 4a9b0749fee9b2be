package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.FactsJson;
import io.memberflow.engine.Verdict;
import io.memberflow.facts.Receivers;
import io.memberflow.order.Cleaning;
import io.memberflow.rfm.MemberHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Members whose histories are known, and whose facts stand in the tables as a job writes them. */
final class StoredMembers {
    static final LocalDate DAY = LocalDate.of(2025, 6, 30);
    static final int MEMBERS = 400;

    private final EventMembers members;
    private final Path file;

    StoredMembers(Desk desk, Path temporary) throws IOException, SQLException {
        members =
                new EventMembers(
                        Cleaning.bounded(ZoneId.of("Asia/Shanghai"), "CNY", Set.of(), DAY), DAY);
        file = Files.write(temporary.resolve("orders.jsonl"), orders());
        members.readOrders(file.toString());
        assertThat(members.rejected()).isEmpty();
        store(desk);
    }

    Path file() {
        return file;
    }

    Map<String, MemberHistory> histories() {
        return members.histories();
    }

    private static List<String> orders() {
        Random dice = new Random(1);
        List<String> orders = new ArrayList<>();
        for (int member = 0; member < MEMBERS; member++) {
            for (int order = 0; order <= dice.nextInt(5); order++) {
                orders.add(
                        ("{\"order_id\":\"%d-%d\",\"member_id\":\"m%03d\",\"status\":\"COMPLETED\","
                                        + "\"version\":\"1\",\"paid_at\":\"%s\",\"amount\":\"%d.50\"}")
                                .formatted(
                                        member,
                                        order,
                                        member,
                                        DAY.minusDays(dice.nextInt(500)),
                                        10 + dice.nextInt(1500)));
            }
        }
        return orders;
    }

    private void store(Desk desk) throws SQLException {
        try (CompiledRules rules = Rulebook.in(desk.folder()).rules();
                PreparedStatement insert =
                        desk.tables()
                                .connection()
                                .prepareStatement(
                                        "insert into member_facts values (?, ? format json, ?, 1)")) {
            Decider decider = new Decider(rules, rules.catalogue().scores());
            for (Map.Entry<String, MemberHistory> one : histories().entrySet()) {
                int day = (int) DAY.toEpochDay();
                Verdict verdict = decider.decide(one.getValue(), day);
                insert.setString(1, one.getKey());
                insert.setString(
                        2,
                        FactsJson.write(
                                Rulebook.SCHEMA,
                                verdict.facts(),
                                Receivers.addresses(one.getValue(), day)));
                insert.setDate(3, Date.valueOf(DAY));
                insert.execute();
            }
        }
        assertThat(desk.tables().count("member_facts")).isEqualTo(MEMBERS);
    }
}
