package io.memberflow.job.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.bench.Await;
import io.memberflow.job.bench.Bench;
import io.memberflow.job.bench.KafkaServer;
import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.support.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole life of a change as docs/tutorial.md tells it: the page is the script. Every command is
 * typed, at the launchers of this checkout, and says what the page says, while a live job runs.
 */
class SessionITCase {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String DAY = "2025-06-30";
    private static final int PARALLELISM = 2;
    private static final Databases DATABASES = new Databases();

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(PARALLELISM)
                            .build());

    @TempDir private Path folder;
    private DatabaseConfig database;

    @AfterAll
    static void stop() throws Exception {
        DATABASES.close();
    }

    @Test
    void everyCommandSaysWhatThePageSays() throws Exception {
        session("tutorial.md", "zh");
    }

    @Test
    @EnabledIfSystemProperty(named = "memberflow.full", matches = "true")
    void inEnglishToo() throws Exception {
        session("tutorial-en.md", "en");
    }

    private void session(String page, String language) throws Exception {
        assertThat(ROOT.resolve("rule-editor-cli/target/rule-editor/lib"))
                .as("the editor as bin/rule-editor starts it: mvn -DskipTests package makes it")
                .isDirectory();
        database = DATABASES.fresh(Databases.Kind.POSTGRESQL);
        new Tables(database).migrate();
        Shell shell = new Shell(folder, environment(language));
        JobClient job = null;
        TutorialPage script = TutorialPage.read(ROOT.resolve("docs").resolve(page));
        Map<TutorialPage.Step, List<String>> differences = new LinkedHashMap<>();
        try {
            for (Object part : script.parts()) {
                if (part instanceof TutorialPage.Given given) {
                    Files.writeString(folder.resolve(given.name()), given.text());
                } else if (part instanceof TutorialPage.Mark mark && mark.kind().equals("job")) {
                    job = startJob(mark.argument());
                } else if (part instanceof TutorialPage.Mark mark
                        && mark.kind().equals("shadowed")) {
                    awaitShadow(mark.argument());
                } else if (part instanceof TutorialPage.Mark mark) {
                    assertThat(mark.kind()).isEqualTo("tagged");
                    awaitTagged(mark.argument());
                } else if (part instanceof TutorialPage.Step step) {
                    run(shell, step, differences);
                }
            }
        } finally {
            if (job != null) {
                job.cancel().get();
            }
        }
        Path truth = Path.of("target", "session", page);
        Files.createDirectories(truth.getParent());
        Files.write(truth, script.with(differences));
        assertThat(differences).as("%s; as it is now: flink-job/%s", page, truth).isEmpty();
        assertThat(job).as("the page starts the job").isNotNull();
    }

    private Map<String, String> environment(String language) {
        return Map.of(
                "PATH",
                ROOT.resolve("bin") + ":" + System.getenv("PATH"),
                "JAVA_HOME",
                System.getProperty("java.home"),
                "LANG",
                "C.UTF-8",
                "LC_ALL",
                "C.UTF-8",
                "TERM",
                "xterm-256color",
                "MEMBERFLOW_JAVA_OPTS",
                "-Xmx512m -Duser.language=" + language,
                "MEMBERFLOW_JDBC_URL",
                database.url(),
                "MEMBERFLOW_JDBC_USER",
                database.user());
    }

    private static void run(
            Shell shell, TutorialPage.Step step, Map<TutorialPage.Step, List<String>> differences)
            throws Exception {
        if (step.asks()) {
            List<String> said = shell.answer(step.command(), step.output());
            List<String> shown =
                    step.output().stream().filter(line -> !line.startsWith("? ")).toList();
            assertThat(said).as(step.command()).containsSubsequence(shown);
            return;
        }
        List<String> said = shell.run(step.command());
        if (!TutorialPage.fits(step.output(), said)) {
            differences.put(step, said);
        }
    }

    /** A live job with the orders of a file behind it, on the day of the page. */
    private JobClient startJob(String history) throws Exception {
        String orders = Bench.topic("session-orders", 1);
        String ticks = Bench.topic("session-ticks", 1);
        JobConfig config =
                JobArguments.read(
                                Map.of(),
                                "--orders=kafka:" + orders,
                                "--orders-history=" + folder.resolve(history),
                                "--bootstrap-servers=" + Bench.broker().bootstrapServers(),
                                "--clock=ticks:kafka:" + ticks,
                                "--midnight-spread=0s",
                                "--jdbc-url=" + database.url(),
                                "--jdbc-user=" + database.user(),
                                "--parallelism=" + PARALLELISM)
                        .toConfig(Clock.systemUTC());
        Configuration flink = new Configuration();
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(PARALLELISM);
        new MemberJob().build(env, config, new TablesBefore(0, 0));
        JobClient job = env.executeAsync("session");
        try (KafkaProducer<byte[], byte[]> producer = Bench.broker().producer()) {
            byte[] noon = KafkaServer.bytes(DAY + "T12:00:00+08:00");
            producer.send(new ProducerRecord<>(ticks, noon));
        }
        long members =
                Files.readAllLines(folder.resolve(history)).stream()
                        .skip(1)
                        .map(line -> line.split(",")[1])
                        .distinct()
                        .count();
        Await.until(
                "That all " + members + " members stand in the tables as of the day",
                () ->
                        query("select count(*) from member_facts where as_of = date '" + DAY + "'")
                                .equals(List.of(Long.toString(members))));
        return job;
    }

    /** A tag by a rule of the release: the members who have it, and how it is called. */
    private void awaitTagged(String expected) {
        String[] parts = expected.split(":", -1);
        List<String> members =
                parts[1].isBlank() ? List.of() : List.of(parts[1].strip().split(" "));
        Await.until(
                "That " + expected,
                () ->
                        query(
                                        "select member_id from member_tag where active and tag_key = '"
                                                + parts[0]
                                                + "' order by 1")
                                .equals(members));
    }

    /** So many members would change by the candidate, the job says. */
    private void awaitShadow(String members) {
        Await.until(
                "That " + members + " members would change",
                () ->
                        query("select sum(members) from rule_shadow where members > 0")
                                .equals(List.of(members)));
    }

    private List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
