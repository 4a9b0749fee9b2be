package io.memberflow.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.Databases.Kind;
import io.memberflow.job.support.StateDump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo's job makes of the demo's shop. */
class DemoITCase {

    private static final Path SAMPLES = Path.of("..", "src-test-data/samples");
    private static final String GOLDEN = "demo-tables.txt";
    private static final String REWRITE = "memberflow.golden.rewrite";

    private static DatabaseConfig h2;

    @BeforeAll
    static void runTheDemo(@TempDir Path folder) throws Exception {
        h2 = run("--jdbc-url=jdbc:h2:file:" + folder.resolve("demo"));
    }

    @Test
    void somebodyHasEveryValueOfEveryModelAndTag() throws SQLException {
        assertThat(
                        rows(
                                "select c.model_or_key, c.value from rule_catalogue c where"
                                        + " not exists (select 1 from member_segment s where"
                                        + " s.model = c.model_or_key and s.value ="
                                        + " c.value) and not exists (select 1 from member_tag"
                                        + " t where t.active and t.tag_key = c.model_or_key and"
                                        + " (c.value = '' or t.tag_value = c.value))"))
                .isEmpty();
        assertThat(rows("select count(distinct model_or_key) from rule_catalogue"))
                .noneMatch(count -> Integer.parseInt(count) < 50);
    }

    /** The counts say what has changed, the digests that nothing else has. */
    @Test
    void theTablesAreTheGoldenOnes() throws Exception {
        String tables =
                lines(
                                "select 'model', model, value, members, orders_365d,"
                                        + " amount_365d from segment_summary")
                        + lines("select 'tag', key, value, source, members from tag_summary")
                        + lines(
                                "select 'rejected', stream, code, count(*) from rejected_event group by stream, code")
                        + lines(
                                // Which of two equal events is the repeat depends on arrival.
                                "select 'progress', stream, events_read, applied + repeats, rejected"
                                        + " from job_progress")
                        + digests(StateDump.text(h2));
        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(Path.of("src/test/resources", GOLDEN), tables);
        }
        assertThat(tables)
                .as(
                        "Look at what differs; if it is right, rewrite the golden file: mvn -pl"
                                + " flink-job -am verify -Dtest=none -Dit.test=DemoITCase"
                                + " -Dsurefire.failIfNoSpecifiedTests=false"
                                + " -Dfailsafe.failIfNoSpecifiedTests=false -D%s=true",
                        REWRITE)
                .isEqualTo(golden());
    }

    @Test
    void postgresHoldsTheSame() throws Exception {
        try (Databases databases = new Databases()) {
            DatabaseConfig postgres = databases.fresh(Kind.POSTGRESQL);
            run("--jdbc-url=" + postgres.url(), "--jdbc-user=" + postgres.user());

            assertThat(digests(StateDump.text(postgres))).isEqualTo(digests(StateDump.text(h2)));
        }
    }

    private static DatabaseConfig run(String... database) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(database));
        for (String stream : List.of("orders", "members", "behaviours")) {
            arguments.add("--" + stream + "=" + SAMPLES.resolve(stream + ".jsonl.gz"));
        }
        arguments.addAll(
                List.of(
                        "--as-of=2025-06-30",
                        "--cut-points=population",
                        "--parallelism=2",
                        "--migrate"));
        JobConfig config = JobArguments.parse(arguments.toArray(String[]::new));
        new BoundedRun(new MemberJob()).execute(config, RunListener.SILENT);
        return config.database();
    }

    private static String golden() throws IOException {
        Path written = Path.of("src/test/resources", GOLDEN);
        return Files.exists(written) ? Files.readString(written) : "";
    }

    /** A SHA-256 of the rows of each table. */
    private static String digests(String dump) {
        return dump
                .lines()
                .collect(
                        Collectors.groupingBy(
                                line -> line.substring(0, line.indexOf('|')),
                                TreeMap::new,
                                Collectors.joining("\n")))
                .entrySet()
                .stream()
                .map(
                        table ->
                                "rows|%s|%d|%s\n"
                                        .formatted(
                                                table.getKey(),
                                                table.getValue().lines().count(),
                                                sha256(table.getValue())))
                .collect(Collectors.joining());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String lines(String query) throws SQLException {
        return rows(query).stream().sorted().map(row -> row + "\n").collect(Collectors.joining());
    }

    private static List<String> rows(String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = Connections.open(h2);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(rows.getString(i));
                }
                found.add(String.join("|", cells));
            }
        }
        return found;
    }
}
