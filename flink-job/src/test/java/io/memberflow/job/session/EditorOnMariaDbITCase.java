package io.memberflow.job.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.CutPointMode;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.support.MariaDb;
import io.memberflow.job.support.Runs;
import io.memberflow.rulebook.RulebookFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The editor's commands on a MariaDB, on members that the job has written there. */
@EnabledIfSystemProperty(named = "memberflow.full", matches = "true")
class EditorOnMariaDbITCase {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final LocalDate DAY = LocalDate.of(2025, 6, 30);

    /** The day last bought: 30, 70 and 100 days ago. */
    private static final String ORDERS =
            """
            order_id,member_id,paid_at,amount
            1,fresh,2025-05-31,100.00
            2,between,2025-04-21,1200.50
            3,quiet,2025-03-22,30.00
            """;

    @TempDir private Path folder;
    private Shell shell;

    @BeforeEach
    void aSmallRulebookAndWhatTheJobWroteByIt() throws Exception {
        assertThat(ROOT.resolve("rule-editor-cli/target/rule-editor/lib"))
                .as("the editor as bin/rule-editor starts it: mvn -DskipTests package makes it")
                .isDirectory();
        DatabaseConfig database = MariaDb.fresh();
        new Tables(database).migrate();
        shell = new Shell(folder, environment(database));
        says("rule-editor init rules", "The rulebook is ready: rules.");
        Path orders = Files.writeString(folder.resolve("orders.csv"), ORDERS);
        Runs.run(
                Runs.config(orders, DAY, ZoneId.of("Asia/Shanghai"), "CNY", CutPointMode.FIXED, 1),
                database,
                RulebookFiles.folder(folder.resolve("rules")));
    }

    private static Map<String, String> environment(DatabaseConfig database) {
        return Map.of(
                "PATH",
                ROOT.resolve("bin") + ":" + System.getenv("PATH"),
                "JAVA_HOME",
                System.getProperty("java.home"),
                "LANG",
                "C.UTF-8",
                "LC_ALL",
                "C.UTF-8",
                "MEMBERFLOW_JAVA_OPTS",
                "-Xmx512m -Duser.language=en",
                "MEMBERFLOW_JDBC_URL",
                database.url(),
                "MEMBERFLOW_JDBC_USER",
                database.user());
    }

    @Test
    void aChangeIsLookedAtPublishedExplainedAndTakenBack() throws Exception {
        says("rule-editor publish -C rules --by anna", "channel default  seq 1  release 1");
        says("rule-editor publish -C rules", "Release 1 is on the channel default already");
        says("rule-editor status", "channel default  seq 1  release 1", "No job has reported");
        says(
                "rule-editor why between lifecycle.活跃期 -C rules",
                "+ lifecycle.活跃期  holds",
                "70 (< 90)");
        says("rule-editor group 'd365.orders >= 1' -C rules", "between", "fresh", "quiet");

        says(
                "rule-editor set lifecycle.活跃期 recencyDays 60 -C rules",
                "narrower, members only leave");
        says(
                "sed -i '0,/lifecycle: 活跃期/s//lifecycle: 衰退期/' rules/tests/examples.yaml;"
                        + " rule-editor diff active -C rules; echo exit $?",
                "90 → 60",
                "exit 3");
        says(
                "rule-editor preview -C rules --save plan.json",
                "as of 2025-06-30: of 3 members 1 changes",
                "活跃期 → 衰退期  1 member ",
                "between");
        says("rule-editor preview -C rules --max-change 10; echo exit $?", "exit 4");
        says(
                "rule-editor publish -C rules --plan plan.json --by bob --note 衰退期提前",
                "channel default  seq 2  release 2");
        says("rule-editor why between lifecycle.活跃期 -C rules", "over by 11 days");

        says("rule-editor publish -C rules --wait=0s; echo exit $?", "No job answered", "exit 5");
        says("rule-editor rollback --by carol", "channel default  seq 3  release 1");
        says("rule-editor freeze --by anna", "frozen by anna");
        says("rule-editor rollback --to 2; echo exit $?", "is frozen by anna", "exit 4");
        says("rule-editor unfreeze", "channel default");
        says(
                "rule-editor history",
                "carol  ROLLBACK  2 → 1",
                "bob  PUBLISH  1 → 2",
                "衰退期提前",
                "anna  PUBLISH  - → 1");
    }

    private void says(String command, String... expected) throws Exception {
        List<String> said = shell.run(command);
        assertThat(String.join("\n", said)).as(command).contains(expected);
    }
}
