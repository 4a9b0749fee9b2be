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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobArgumentsTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2025-06-29T16:30:00Z"), ZoneOffset.UTC);

    @TempDir private Path folder;

    @Test
    void commandLineBeatsEnvironmentBeatsFileBeatsDefault() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("job.yaml"),
                        "rejected-days: 10\nretention-days: 800\ncurrency: USD\norders: file\n");
        Map<String, String> environment =
                Map.of(
                        "MEMBERFLOW_REJECTED_DAYS", "20",
                        "MEMBERFLOW_RETENTION_DAYS", "900",
                        "MEMBERFLOW_CONFIG", file.toString());

        JobConfig config = parse(environment, "--rejected-days", "30");

        assertThat(config.rejectedDays()).isEqualTo(30);
        assertThat(config.retentionDays()).isEqualTo(900);
        assertThat(config.currency()).isEqualTo("USD");
        assertThat(config.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    }

    @Test
    void aGoodArgumentHidesABadEnvironment() {
        assertThat(
                        parse(
                                        Map.of("MEMBERFLOW_AS_OF", "someday"),
                                        "--orders=o.jsonl",
                                        "--as-of=2025-01-31")
                                .asOf())
                .isEqualTo(LocalDate.of(2025, 1, 31));
    }

    @Test
    void configFileHoldsListsMappingsAndSwitches() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("job.yaml"),
                        """
                        orders: "*.csv"
                        as-of: 2025-06-30
                        windows: [60, 7]
                        guest-ids: [guest, nobody]
                        cut-points: population
                        history: true
                        migrate: false
                        flink:
                          state.backend.type: rocksdb
                          taskmanager.memory.managed.size: 512m
                        """);

        JobConfig config = parse(Map.of(), "--config", file.toString());

        assertThat(config.windows()).containsExactly(7, 60);
        assertThat(config.guestIds()).containsExactly("guest", "nobody");
        assertThat(config.cutPoints()).isEqualTo(CutPointMode.POPULATION);
        assertThat(config.history()).isTrue();
        assertThat(config.migrate()).isFalse();
        assertThat(config.flink())
                .containsOnly(
                        Map.entry("state.backend.type", "rocksdb"),
                        Map.entry("taskmanager.memory.managed.size", "512m"));
    }

    @Test
    void argumentsReplaceListsOfTheEnvironment() {
        Map<String, String> environment =
                Map.of("MEMBERFLOW_WINDOWS", "7,14", "MEMBERFLOW_FLINK", "a=1\nb=2");

        assertThat(parse(environment, "--orders=o").windows()).containsExactly(7, 14);
        assertThat(parse(environment, "--orders=o").flink()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(parse(environment, "--orders=o", "--windows=21").windows()).containsExactly(21);
    }

    @Test
    void membersAndBehavioursAreNotReadUnlessGiven() {
        assertThat(parse(Map.of(), "--orders=o").streams()).containsExactly("orders");
        JobConfig config = parse(Map.of(), "--orders=o", "--members=m", "--behaviours=b");
        assertThat(config.members()).isEqualTo("m");
        assertThat(config.behaviours()).isEqualTo("b");
        assertThat(config.streams()).containsExactly("orders", "members", "behaviours");
    }

    @Test
    void todayIsTheShopsToday() {
        assertThat(parse(Map.of(), "--orders=o").asOf()).isEqualTo(LocalDate.of(2025, 6, 30));
        assertThat(parse(Map.of(), "--orders=o", "--zone=Europe/London").asOf())
                .isEqualTo(LocalDate.of(2025, 6, 29));
    }

    @Test
    void tablesAreMigratedUnaskedOnlyInTheEmbeddedDatabase() {
        String postgres = "--jdbc-url=jdbc:postgresql://db/shop";

        assertThat(parse(Map.of(), "--orders=o").migrate()).isTrue();
        assertThat(parse(Map.of(), "--orders=o", "--no-migrate").migrate()).isFalse();
        assertThat(parse(Map.of(), "--orders=o", postgres).migrate()).isFalse();
        assertThat(parse(Map.of(), "--orders=o", postgres, "--migrate").migrate()).isTrue();
        assertThat(parse(Map.of(), "--orders=o", postgres, "--migrate=false").migrate()).isFalse();
    }

    @Test
    void switchesAreOffUnlessGiven() {
        assertThat(parse(Map.of(), "--orders=o").replace()).isFalse();
        assertThat(parse(Map.of(), "--orders=o", "--replace").replace()).isTrue();
        assertThat(parse(Map.of("MEMBERFLOW_REPLACE", "true"), "--orders=o").replace()).isTrue();
        assertThat(
                        parse(Map.of("MEMBERFLOW_REPLACE", "true"), "--orders=o", "--no-replace")
                                .replace())
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--as-of=2025-13-01 | --as-of 2025-13-01 is no date: give it as yyyy-mm-dd",
                "--as-of=yesterday | --as-of yesterday is no date",
                "--zone=Asia/Shangai | --zone Asia/Shangai is no time zone: did you mean Asia/Shanghai?",
                "--zone=Nowhere | --zone Nowhere is no time zone: give a name such as",
                "--currency=RMB | --currency RMB is no currency code",
                "--retention-days=550 | --retention-days 550 is too small: give at least 730",
                "--retention-days=-1 | --retention-days -1 is too small",
                "--rejected-days=-5 | --rejected-days -5 is too small: give at least 1",
                "--rejected-days=many | --rejected-days many is no whole number",
                "--parallelism=0 | --parallelism 0 is too small",
                "--windows=60,x | --windows x is no whole number",
                "--windows=400 | --windows 400 is longer than --retention-days 750 less 365: give at most 385",
                "--windows=0 | --windows 0 is too small",
                "--cut-points=quartiles | --cut-points quartiles is no kind of cut points: give fixed or population",
                "--flink=nonsense | --flink must be written KEY=VALUE",
                "--replcae | there is no option --replcae: did you mean --replace?",
                "--as_of=2025-01-01 | there is no option --as_of: did you mean --as-of?",
                "--zzzzzz | there is no option --zzzzzz: 'memberflow-job --help' lists them all",
                "--orders-histroy=o | there is no option --orders-histroy: did you mean --orders-history?",
                "--rules=registry | --rules registry is for live orders: give a rulebook's folder",
                "--behaviour-days=9 | --behaviour-days is for live orders only: leave it out, or give --orders kafka:TOPIC",
                "--bootstrap-servers=b:9092 | --bootstrap-servers is for live orders only",
                "--kafka-properties=f | --kafka-properties is for live orders only",
                "--midnight-spread=4h | --midnight-spread is for live orders only",
                "--clock=wall | --clock is for live orders only",
                "--disorder=1h | --disorder is for live orders only",
                "--channel=test | --channel is for live orders only",
                "--change-topic=changes | --change-topic is for live orders only",
                "--orders-history=old | --orders-history is for live orders only",
                "--start-empty | --start-empty is for live orders only",
                "--members=kafka:m | --members kafka:m is live and --orders o.jsonl is not: give both from Kafka",
                "--behaviours=kafka:b | --behaviours kafka:b is live and --orders o.jsonl is not",
                "--members=jdbc:h2:x | --members jdbc:h2:x: only orders can come from a database",
                "--orders-query-file=q.sql | --orders-query-file is for orders of a database: leave it out",
                "--orders-jdbc-user=u | --orders-jdbc-user is for orders of a database",
                "--orders-jdbc-password-file=f | --orders-jdbc-password-file is for orders of a database",
                "--clock=sundial | --clock sundial is no clock: give wall, events, ticks:PATH or ticks:kafka:TOPIC",
                "--clock=ticks: | --clock ticks: is no clock",
                "--clock=ticks:kafka: | --clock ticks:kafka: is no clock",
                "--disorder=soon | --disorder soon is no length of time: give a number with a unit, for example 4h",
                "--disorder=-4h | --disorder -4h is no length of time",
                "--orders=jdbc:postgresql://u:secret@h/d | --orders jdbc:postgresql://u:***@h/d carries a password",
                "--orders=jdbc:postgresql://h/d | --orders jdbc:postgresql://h/d needs a query: give --orders-query-file",
                "--orders=kafka:orders | --bootstrap-servers is missing: give the broker's address, for example",
                "--orders=kafka: | --orders kafka: names no topic: use letters",
                "--jdbc-url=mysql://h/d | The database URL \"mysql://h/d\" is of no kind",
                "--jdbc-url=jdbc:h2:mem:x;PASSWORD=secret | The database URL carries a password",
                "--schema=A;b | The schema \"A;b\" is no plain name",
                "--as-of | --as-of needs a value: give DATE after it",
                "stray | stray is one argument too many",
            })
    void wrongUseIsOneSentenceWithTheCure(String argument, String sentence) {
        String[] arguments =
                argument.startsWith("--orders=")
                        ? new String[] {argument}
                        : new String[] {"--orders=o.jsonl", argument};

        WrongUse wrong = catchThrowableOfType(WrongUse.class, () -> parse(Map.of(), arguments));

        assertThat(wrong).hasMessageStartingWith(sentence);
        assertThat(wrong.getMessage())
                .doesNotContain("\n", "Exception", "secret")
                .endsWith(wrong.getMessage().contains("?") ? "?" : ".");
    }

    @Test
    void missingOrdersAndAnOptionGivenTwice() {
        assertThat(catchThrowableOfType(WrongUse.class, () -> parse(Map.of())))
                .hasMessageStartingWith("--orders is missing");
        assertThat(
                        catchThrowableOfType(
                                WrongUse.class, () -> parse(Map.of(), "--orders=a", "--orders=b")))
                .hasMessageStartingWith("--orders is given twice");
    }

    @Test
    void aBadValueSaysWhereItCameFrom() {
        assertThat(
                        catchThrowableOfType(
                                WrongUse.class,
                                () -> parse(Map.of("MEMBERFLOW_AS_OF", "x"), "--orders=o")))
                .hasMessageStartingWith("--as-of x (from environment MEMBERFLOW_AS_OF) is no date");
    }

    @Test
    void unknownKeysAndBrokenFilesAreRefused() throws IOException {
        assertThat(fromFile("as_of: 2025-01-01\n")).endsWith("did you mean as-of?");
        assertThat(fromFile("behaviuor-days: 9\n")).endsWith("did you mean behaviour-days?");
        assertThat(fromFile("- a\n- b\n")).contains("holds no options");
        assertThat(fromFile("orders: [a\n")).contains("is no YAML at line");
        assertThat(fromFile("orders: a\norders: b\n")).contains("is no YAML at line 2");
        assertThat(fromFile("windows: [[1]]\n")).contains("windows is nested too deeply");
        assertThat(
                        catchThrowableOfType(
                                        WrongUse.class,
                                        () -> parse(Map.of(), "--config", "no/such.yaml"))
                                .getMessage())
                .contains("no/such.yaml is no file");
        assertThat(
                        catchThrowableOfType(
                                        WrongUse.class,
                                        () ->
                                                parse(
                                                        Map.of("MEMBERFLOW_CHANNEL", "m"),
                                                        "--orders=o"))
                                .getMessage())
                .startsWith("--channel is for live orders only");
    }

    @Test
    void printedConfigSaysWhereEachValueComesFromAndHidesSecrets() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "currency: USD\n");
        JobArguments arguments =
                JobArguments.read(
                        Map.of("MEMBERFLOW_ZONE", "Europe/London"),
                        "--config=" + file,
                        "--orders=o.jsonl",
                        "--jdbc-url=jdbc:postgresql://h/d?user=u&password=hidden",
                        "--flink=s3.secret-key=hidden",
                        "--flink=a.b=c",
                        "--print-config");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(arguments.isAnswered(new PrintStream(out, true, StandardCharsets.UTF_8)))
                .isTrue();

        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .containsPattern("(?m)^orders: o.jsonl +# command line$")
                .containsPattern("(?m)^zone: Europe/London +# environment MEMBERFLOW_ZONE$")
                .containsPattern("(?m)^currency: USD +# file .*c.yaml$")
                .containsPattern("(?m)^retention-days: 750 +# default$")
                .contains("a.b: c", "s3.secret-key: \"***\"")
                .doesNotContain("hidden", "print-config");
    }

    @Test
    void printedConfigCanBeReadAgain() throws IOException {
        String[] given = {
            "--orders=data/*.csv",
            "--windows=7,60",
            "--guest-ids=a: b,c",
            "--flink=k.x=1,2",
            "--as-of=2025-01-01"
        };
        List<String> arguments = new ArrayList<>(List.of(given));
        arguments.add("--print-config");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JobArguments.read(Map.of(), arguments.toArray(String[]::new))
                .isAnswered(new PrintStream(out, true, StandardCharsets.UTF_8));
        Path file = Files.write(folder.resolve("again.yaml"), out.toByteArray());

        assertThat(parse(Map.of(), "--config=" + file)).isEqualTo(parse(Map.of(), given));
    }

    private String fromFile(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), yaml);
        return catchThrowableOfType(WrongUse.class, () -> parse(Map.of(), "--config=" + file))
                .getMessage();
    }

    private static JobConfig parse(Map<String, String> environment, String... arguments) {
        return JobArguments.read(environment, arguments).toConfig(CLOCK);
    }
}
