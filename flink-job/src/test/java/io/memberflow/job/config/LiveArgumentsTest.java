package io.memberflow.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveArgumentsTest {

    private static final String ORDERS = "--orders=kafka:orders";
    private static final String BROKER = "--bootstrap-servers=broker:9092";

    @TempDir private Path folder;

    @Test
    void aTopicOfOrdersMakesTheJobLive() {
        JobConfig config = parse(ORDERS, BROKER, "--members=kafka:members");

        assertThat(config.isLive()).isTrue();
        assertThat(config.isFromRegistry()).isTrue();
        assertThat(config.asOf()).isNull();
        assertThat(config.calendar().isBounded()).isFalse();
        assertThat(config.streams()).containsExactly("orders", "members");
        assertThat(config.ordersQuery()).isNull();
        assertThat(config.live())
                .isEqualTo(
                        new Live(
                                "broker:9092",
                                null,
                                null,
                                false,
                                false,
                                LiveClock.WALL,
                                Duration.ofMinutes(10),
                                Duration.ofHours(4),
                                30,
                                "default",
                                null,
                                null));
        assertThat(parse("--orders=o.jsonl").isLive()).isFalse();
    }

    @Test
    void everythingThatALiveJobCanBeToldArrives() {
        JobConfig config =
                parse(
                        ORDERS,
                        BROKER,
                        "--behaviours=kafka:b",
                        "--members=members.jsonl",
                        "--kafka-properties=/etc/kafka.properties",
                        "--orders-history=old/*.csv",
                        "--start-empty",
                        "--clock=events",
                        "--disorder=90s",
                        "--midnight-spread=PT1H30M",
                        "--behaviour-days=7",
                        "--channel=test",
                        "--trusted-keys=keys.pem",
                        "--change-topic=member.changes",
                        "--rules=my/rules");

        assertThat(config.isFromRegistry()).isFalse();
        assertThat(config.rulesDir()).isEqualTo("my/rules");
        assertThat(config.live())
                .isEqualTo(
                        new Live(
                                "broker:9092",
                                "/etc/kafka.properties",
                                "old/*.csv",
                                true,
                                false,
                                new LiveClock(LiveClock.Kind.EVENTS, null),
                                Duration.ofSeconds(90),
                                Duration.ofMinutes(90),
                                7,
                                "test",
                                "keys.pem",
                                "member.changes"));
        assertThat(config.live().history())
                .contains(new EventPlace(EventPlace.Kind.FILES, "old/*.csv"));
    }

    @Test
    void ticksComeFromFilesOrATopic() {
        assertThat(parse(ORDERS, BROKER, "--clock=ticks:t.txt").live().clock())
                .isEqualTo(
                        new LiveClock(
                                LiveClock.Kind.TICKS,
                                new EventPlace(EventPlace.Kind.FILES, "t.txt")));
        assertThat(parse(ORDERS, BROKER, "--clock=ticks:kafka:t").live().clock())
                .isEqualTo(
                        new LiveClock(
                                LiveClock.Kind.TICKS, new EventPlace(EventPlace.Kind.TOPIC, "t")));
    }

    @Test
    void registryIsWhatALiveJobReadsAnyway() {
        assertThat(parse(ORDERS, BROKER, "--rules=registry")).isEqualTo(parse(ORDERS, BROKER));
    }

    @Test
    void aQueryIsReadFromItsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("q.sql"), "\nselect 1\nfrom orders ;\n");

        OrdersQuery history =
                parse(
                                ORDERS,
                                BROKER,
                                "--orders-history=jdbc:postgresql://h/shop",
                                "--orders-query-file=" + file,
                                "--orders-jdbc-user=reader",
                                "--orders-jdbc-password-file=/run/secrets/shop")
                        .ordersQuery();
        JobConfig bounded =
                parse("--orders=jdbc:h2:mem:shop", "--orders-query-file=" + file, "--history");

        assertThat(history)
                .isEqualTo(
                        new OrdersQuery(
                                "jdbc:postgresql://h/shop",
                                "select 1\nfrom orders",
                                "reader",
                                "/run/secrets/shop"));
        assertThat(bounded.isLive()).isFalse();
        assertThat(bounded.ordersQuery().url()).isEqualTo("jdbc:h2:mem:shop");
        assertThat(bounded.ordersQuery().user()).isNull();
    }

    @Test
    void aQueryFileMustHoldAQuery() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.sql"), " ;\n");

        assertThat(wrong("--orders=jdbc:h2:mem:x", "--orders-query-file=gone.sql"))
                .startsWith("--orders-query-file gone.sql cannot be read: give a file");
        assertThat(wrong("--orders=jdbc:h2:mem:x", "--orders-query-file=" + empty))
                .contains("is empty: write one SQL query into it");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--as-of=2025-01-31 | --as-of 2025-01-31 is for bounded runs: leave it out",
                "--replace | --replace is for bounded runs, which have an end: leave it out",
                "--history | --history is for bounded runs: leave it out",
                "--orders-history=kafka:old | --orders-history kafka:old has to come to an end: give files or a jdbc: URL",
                "--orders-history= | --orders-history  has to come to an end",
                "--orders-history=jdbc:h2:x | --orders-history jdbc:h2:x needs a query",
                "--orders-history=jdbc:postgresql://h/d?password=secret | --orders-history jdbc:postgresql://h/d?password=*** carries a password",
                "--orders-jdbc-user=u | --orders-jdbc-user is for orders of a database",
                "--members=kafka:a/b | --members kafka:a/b names no topic",
                "--behaviours=jdbc:h2:x | --behaviours jdbc:h2:x: only orders can come from a database",
                "--disorder=1h | --disorder is for --clock events: leave it out",
                "--midnight-spread=13h | --midnight-spread is too long: give at most 12h",
                "--midnight-spread=4 | --midnight-spread 4 is no length of time",
                "--behaviour-days=0 | --behaviour-days 0 is not possible: give 1 to 365",
                "--channel=a b | --channel \"a b\" is no name",
                "--change-topic=.. | --change-topic \"..\" is no topic's name",
            })
    void wrongUseIsOneSentenceWithTheCure(String argument, String sentence) {
        assertThat(wrong(ORDERS, BROKER, argument))
                .startsWith(sentence)
                .doesNotContain("\n", "Exception", "secret")
                .endsWith(".");
    }

    @Test
    void printedConfigCanBeReadAgain() throws IOException {
        String[] given = {
            ORDERS, BROKER, "--clock=ticks:kafka:t", "--midnight-spread=30m", "--start-empty"
        };
        List<String> arguments = new ArrayList<>(Arrays.asList(given));
        arguments.add("--print-config");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JobArguments.read(Map.of(), arguments.toArray(String[]::new))
                .isAnswered(new PrintStream(out, true, StandardCharsets.UTF_8));
        Path file = Files.write(folder.resolve("again.yaml"), out.toByteArray());

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("clock: \"ticks:kafka:t\"");
        assertThat(parse("--config=" + file)).isEqualTo(parse(given));
    }

    private static String wrong(String... arguments) {
        return catchThrowableOfType(WrongUse.class, () -> parse(arguments)).getMessage();
    }

    private static JobConfig parse(String... arguments) {
        return JobArguments.read(Map.of(), arguments).toConfig(Clock.systemUTC());
    }
}
