package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import picocli.CommandLine;

/** Every command, with every exit code it can end with, in every form it knows. */
class ExitsAndFormatsTest {
    private static final Path SCHEMA = Path.of("../docs/schemas/rule-editor.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RULES = "lifecycle/lifecycle.drl";
    private static final String RULE = "lifecycle.衰退期";
    private static final String[] ORDER = {"--order=2025-03-01:299", "--as-of=2025-06-30"};

    @TempDir private Path temporary;
    private int desks;

    /** What a command finds. */
    private interface Scene {
        void set(Desk desk, Path temporary) throws Exception;
    }

    /**
     * A way for a command to end.
     *
     * @param arguments {@code TMP} in them is a folder of its own, {@code HERE} the rulebook's
     */
    private record Ending(String command, int exit, Scene scene, List<String> arguments) {}

    private static final Scene GOOD = (desk, temporary) -> {};

    private static final Scene ERROR =
            (desk, temporary) -> desk.replace(RULES, "recencyDays <", "recencyDay <");

    private static final Scene FAULT =
            (desk, temporary) ->
                    desk.replace(RULES, "recencyDays >= churnDays", "recencyDays >= 200");

    private static final Scene MISS =
            (desk, temporary) ->
                    desk.replace("tests/examples.yaml", "lifecycle: 活跃期", "lifecycle: 衰退期");

    private static final Scene NO_DRL =
            (desk, temporary) ->
                    desk.replace(RULES, "Member( recencyDays <", "Member( (recencyDays <");

    private static final Scene OTHER_LAYOUT =
            (desk, temporary) -> desk.replace(RULES, "Member( recency", "Member(recency");

    private static final Scene PUBLISHED =
            (desk, temporary) -> assertThat(desk.run("publish").exit()).isZero();

    private static final Scene CHANGED =
            (desk, temporary) -> {
                PUBLISHED.set(desk, temporary);
                desk.declineAfter(60);
            };

    private static final Scene TWO_RELEASES =
            (desk, temporary) -> {
                CHANGED.set(desk, temporary);
                PUBLISHED.set(desk, temporary);
            };

    private static final Scene CANDIDATE =
            (desk, temporary) -> {
                CHANGED.set(desk, temporary);
                assertThat(desk.run("publish", "--mode=shadow").exit()).isZero();
            };

    private static final Scene MEMBERS =
            (desk, temporary) -> {
                PUBLISHED.set(desk, temporary);
                new StoredMembers(desk, temporary);
                desk.declineAfter(60);
            };

    private static final Scene BUNDLE =
            (desk, temporary) ->
                    assertThat(desk.offline("build", "--out", temporary + "/rules.zip").exit())
                            .isZero();

    private static final Scene STRANGE_KEY =
            (desk, temporary) -> {
                BUNDLE.set(desk, temporary);
                Files.writeString(
                        temporary.resolve("key.pub"),
                        io.memberflow.registry.SigningKey.generate().publicPem());
            };

    /** What the scene makes, frozen. */
    private static Scene frozen(Scene scene) {
        return (desk, temporary) -> {
            scene.set(desk, temporary);
            assertThat(desk.run("freeze").exit()).isZero();
        };
    }

    /** What the scene makes, and a job that refuses whatever comes. */
    private static Scene refusedByTheJob(Scene scene, int release) {
        return (desk, temporary) -> {
            scene.set(desk, temporary);
            for (int seq = 1; seq <= 3; seq++) {
                desk.say(-1, seq, "REJECTED", null, null, "There is no fact d400.orders");
            }
            desk.tables().execute("update rule_activation set version = " + release);
        };
    }

    private static final Scene SPLIT =
            (desk, temporary) -> {
                PUBLISHED.set(desk, temporary);
                desk.say(0, 1, "ACTIVE", "8", "8", null);
                desk.say(1, 1, "PREPARED", null, null, null);
            };

    private static Ending of(String command, int exit, Scene scene, String... arguments) {
        return new Ending(command, exit, scene, List.of(arguments));
    }

    private static String[] with(String first, String... rest) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
    }

    private static List<Ending> endings() {
        String[] tag = {"tag", "大单客户", "是", "--when=recencyDays < 9", "--rule-name=新"};
        return List.of(
                of("init", 0, GOOD, "TMP/new"),
                of("init", 2, GOOD, "HERE"),
                of("list", 0, GOOD),
                of("list", 1, ERROR),
                of("show", 0, GOOD, RULE),
                of("show", 1, ERROR, RULE),
                of("show", 2, GOOD, "lifecycle.nothing"),
                of("schema", 0, GOOD),
                of("schema", 2, GOOD, "d365.nothing"),
                of("new", 0, GOOD, tag),
                of("new", 1, ERROR, tag),
                of("new", 1, GOOD, "tag", "大单客户", "是", "--when=nothing < 9", "--rule-name=新"),
                of("new", 2, GOOD, "tag", "大单客户"),
                of("new", 130, GOOD, "tag"),
                of("edit", 0, GOOD, RULE, "--title=旧"),
                of("edit", 1, ERROR, RULE, "--title=旧"),
                of(
                        "edit",
                        2,
                        (desk, temporary) ->
                                desk.replace(
                                        RULES,
                                        "Member( recencyDays < declineDays )",
                                        "Member( recencyDays < declineDays || recencyDays < 1 )"),
                        "lifecycle.活跃期",
                        "--title=旧"),
                of("edit", 130, GOOD, RULE),
                of("set", 0, GOOD, RULE, "recencyDays >=", "61"),
                of("set", 1, ERROR, RULE, "recencyDays >=", "61"),
                of("set", 1, GOOD, RULE, "recencyDays >=", "much"),
                of("set", 2, GOOD, RULE, "d30.orders", "61"),
                of("fmt", 0, GOOD),
                of("fmt", 0, OTHER_LAYOUT),
                of("fmt", 1, NO_DRL),
                of("fmt", 3, OTHER_LAYOUT, "--check"),
                of("check", 0, GOOD),
                of("check", 1, ERROR),
                of("analyze", 0, GOOD),
                of("analyze", 1, FAULT),
                of("analyze", 1, ERROR),
                of("test", 0, GOOD),
                of("test", 1, MISS),
                of("test", 1, ERROR),
                of("test", 2, GOOD, "--min-coverage=101"),
                of("try", 0, GOOD, ORDER),
                of("try", 0, GOOD, with("--timeline", ORDER)),
                of("try", 1, ERROR, ORDER),
                of("try", 2, GOOD),
                of("why", 0, GOOD, with("me", ORDER)),
                of("why", 1, ERROR, with("me", ORDER)),
                of("why", 2, GOOD, with("somebody", ORDER)),
                of("group", 0, GOOD, with("d365.orders >= 1", ORDER)),
                of("group", 1, ERROR, with("d365.orders >= 1", ORDER)),
                of("group", 2, GOOD, with("d365.nothing >= 1", ORDER)),
                of(
                        "group",
                        2,
                        GOOD,
                        with("大单客户", with("--tag=大单客户=是", with("--out=TMP/no/file", ORDER)))),
                of("build", 0, GOOD, "--out=TMP/rules.zip"),
                of("build", 1, ERROR, "--out=TMP/rules.zip"),
                of("build", 2, GOOD, "--out=HERE"),
                of("verify", 0, BUNDLE, "TMP/rules.zip"),
                of("verify", 1, STRANGE_KEY, "TMP/rules.zip", "--trusted-keys=TMP/key.pub"),
                of("verify", 2, GOOD, "TMP/none.zip"),
                of("publish", 0, GOOD),
                of("publish", 0, PUBLISHED),
                of("publish", 1, ERROR),
                of("publish", 1, FAULT),
                of("publish", 1, MISS),
                of("publish", 1, refusedByTheJob(GOOD, 1), "--wait=0s"),
                of("publish", 2, GOOD, "--mode=half"),
                of("publish", 4, frozen(CHANGED)),
                of("publish", 4, MEMBERS, "--max-change=0"),
                of("publish", 5, GOOD, "--wait=0s"),
                of("status", 0, PUBLISHED),
                of("status", 1, SPLIT),
                of("status", 2, GOOD, "--channel=none"),
                of("promote", 0, CANDIDATE),
                of("promote", 1, refusedByTheJob(CANDIDATE, 2), "--wait=0s"),
                of("promote", 2, PUBLISHED),
                of("promote", 4, frozen(CANDIDATE)),
                of("promote", 5, CANDIDATE, "--wait=0s"),
                of("rollback", 0, TWO_RELEASES),
                of("rollback", 1, refusedByTheJob(TWO_RELEASES, 1), "--wait=0s"),
                of("rollback", 2, PUBLISHED),
                of("rollback", 4, frozen(TWO_RELEASES)),
                of("rollback", 5, TWO_RELEASES, "--wait=0s"),
                of("freeze", 0, PUBLISHED),
                of("freeze", 2, GOOD),
                of("unfreeze", 0, frozen(PUBLISHED)),
                of("unfreeze", 2, GOOD),
                of("history", 0, TWO_RELEASES),
                of("history", 2, PUBLISHED, "--most=0"),
                of("diff", 0, PUBLISHED),
                of("diff", 2, PUBLISHED, "7"),
                of("diff", 3, CHANGED),
                of("doctor", 0, GOOD),
                of("doctor", 1, ERROR),
                of("preview", 0, MEMBERS),
                of(
                        "preview",
                        1,
                        (desk, t) -> {
                            MEMBERS.set(desk, t);
                            ERROR.set(desk, t);
                        }),
                of("preview", 2, MEMBERS, "--sample=0"),
                of("preview", 4, MEMBERS, "--max-change=0"),
                of("completion", 0, GOOD, "bash"),
                of("completion", 2, GOOD, "fish"));
    }

    private static Set<Format> formats(String command) {
        return switch (command) {
            case "check", "test" -> EnumSet.allOf(Format.class);
            case "completion" -> EnumSet.of(Format.TEXT);
            default -> EnumSet.of(Format.TEXT, Format.JSON);
        };
    }

    @Test
    void theTableHasEveryCommandAndEveryExitCode() throws IllegalAccessException {
        Set<String> commands = new TreeSet<>();
        Set<Integer> exits = new TreeSet<>();
        endings().forEach(ending -> commands.add(ending.command()));
        endings().forEach(ending -> exits.add(ending.exit()));
        Set<Integer> known = new TreeSet<>();
        for (Field field : Exit.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                known.add(field.getInt(null));
            }
        }
        assertThat(commands).isEqualTo(program().getSubcommands().keySet());
        assertThat(exits).isEqualTo(known);
    }

    @TestFactory
    Stream<DynamicTest> endsAsItShouldInEveryForm() {
        return endings().stream()
                .flatMap(
                        ending ->
                                formats(ending.command()).stream()
                                        .map(
                                                format ->
                                                        dynamicTest(
                                                                name(ending, format),
                                                                () -> ends(ending, format))));
    }

    @TestFactory
    Stream<DynamicTest> otherFormsAndLanguagesAreRefusedWithTheCure() {
        return program().getSubcommands().keySet().stream()
                .map(command -> dynamicTest(command, () -> refuses(command)));
    }

    private static String name(Ending ending, Format format) {
        return String.join(" ", ending.arguments())
                .transform(rest -> ending.command() + " " + rest)
                .transform(all -> all.strip() + " as " + format + ": " + ending.exit());
    }

    private void ends(Ending ending, Format format) throws Exception {
        Path own = Files.createDirectory(temporary.resolve("d" + desks++));
        try (Desk desk = new Desk(own)) {
            ending.scene().set(desk, own);
            Commands.Ran ran = run(desk, own, ending, "--format=" + format);
            assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(ending.exit());
            assertThat(ran.err()).doesNotContain("Exception").doesNotContain("\tat ");
            if (ending.exit() == Exit.WRONG) {
                assertThat(ran.err()).isNotBlank();
            }
            if (ending.exit() >= Exit.WRONG && format != Format.TEXT && ran.out().isEmpty()) {
                assertThat(ran.err()).isNotBlank();
            } else {
                looksLike(format, ending, ran);
            }
        }
    }

    private static void looksLike(Format format, Ending ending, Commands.Ran ran) throws Exception {
        switch (format) {
            case TEXT -> assertThat(ran.out() + ran.err()).isNotBlank();
            case JSON -> isJson(ending, ran);
            case JUNIT -> {
                Element suite = xml(ran.out());
                assertThat(suite.getTagName()).isEqualTo("testsuite");
                assertThat(Integer.parseInt(suite.getAttribute("tests"))).isPositive();
                int failures = suite.getElementsByTagName("failure").getLength();
                assertThat(suite.getAttribute("failures")).isEqualTo("" + failures);
                assertThat(failures > 0).isEqualTo(ending.exit() == Exit.FINDINGS);
            }
            case SARIF -> {
                JsonNode log = JSON.readTree(ran.out());
                assertThat(log.get("version").asText()).isEqualTo("2.1.0");
                JsonNode results = log.at("/runs/0/results");
                assertThat(results.size() > 0).isEqualTo(ending.exit() == Exit.FINDINGS);
                for (JsonNode result : results) {
                    JsonNode place = result.at("/locations/0/physicalLocation");
                    assertThat(place.at("/artifactLocation/uri").asText())
                            .matches("[\\p{Graph}&&\\p{ASCII}]+");
                    assertThat(place.at("/region/startLine").asInt()).isPositive();
                }
            }
            case GITHUB -> {
                assertThat(ran.out().lines())
                        .allMatch(line -> line.matches("::error file=.+,line=\\d+,col=\\d+,.*"));
                assertThat(ran.out().isEmpty()).isEqualTo(ending.exit() == Exit.FINE);
            }
        }
    }

    /** One document or, where a command stopped before it had anything to say, none. */
    private static void isJson(Ending ending, Commands.Ran ran) throws IOException {
        if (ran.out().isEmpty()) {
            assertThat(ending.exit()).as("only a command that stopped says nothing").isNotZero();
            assertThat(ran.err()).isNotBlank();
            return;
        }
        assertThat(
                        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                                .getSchema(
                                        SchemaLocation.of(
                                                SCHEMA.toAbsolutePath().normalize().toUri()
                                                        + "#/$defs/"
                                                        + ending.command()))
                                .validate(JSON.readTree(ran.out())))
                .as(ran.out())
                .isEmpty();
    }

    private void refuses(String command) throws Exception {
        Ending good =
                endings().stream().filter(one -> one.command().equals(command)).findFirst().get();
        Path own = Files.createDirectory(temporary.resolve("d" + desks++));
        try (Desk desk = new Desk(own)) {
            List<String> other = new ArrayList<>(List.of("xml", "JSON", ""));
            EnumSet.complementOf(EnumSet.copyOf(formats(command)))
                    .forEach(format -> other.add(format.toString()));
            for (String format : other) {
                Commands.Ran ran = run(desk, own, good, "--format=" + format);
                assertThat(ran.exit()).as(format).isEqualTo(Exit.WRONG);
                assertThat(ran.out()).isEmpty();
                assertThat(ran.err().lines()).hasSize(1);
                for (Format known : formats(command)) {
                    assertThat(ran.err()).contains(known.toString());
                }
            }
            Commands.Ran french = run(desk, own, good, "--lang=fr");
            assertThat(french.exit()).isEqualTo(Exit.WRONG);
            assertThat(french.out()).isEmpty();
            assertThat(french.err()).contains("zh", "en");
            assertThat(own.resolve("new")).doesNotExist();
            assertThat(own.resolve("rules.zip")).doesNotExist();
            assertThat(desk.tables().count("rule_audit")).isZero();
        }
    }

    private static Commands.Ran run(Desk desk, Path own, Ending ending, String option) {
        CommandLine command = program().getSubcommands().get(ending.command());
        List<String> all = new ArrayList<>(List.of(ending.command()));
        for (String argument : ending.arguments()) {
            all.add(argument.replace("TMP", own.toString()).replace("HERE", "" + desk.folder()));
        }
        all.addAll(List.of(option, "-C", desk.folder().toString()));
        if (!option.startsWith("--lang")) {
            all.add("--lang=en");
        }
        boolean hasMembers = ending.arguments().stream().anyMatch(a -> a.startsWith("--order"));
        if (command.getCommandSpec().findOption("--jdbc-url") != null && !hasMembers) {
            all.addAll(List.of("--jdbc-url", desk.tables().url()));
        }
        Function<Language, Asker> leaves =
                language -> {
                    throw Stop.interrupted();
                };
        return Commands.run(
                false,
                ending.exit() == Exit.INTERRUPTED ? leaves : null,
                all.toArray(String[]::new));
    }

    private static CommandLine program() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return RuleEditor.commandLine(new Console(nowhere, nowhere, false, null), Language.EN);
    }

    private static Element xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text.strip())))
                .getDocumentElement();
    }
}
