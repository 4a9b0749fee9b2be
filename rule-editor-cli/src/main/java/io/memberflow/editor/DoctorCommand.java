package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.registry.SigningKey;
import io.memberflow.rulebook.RulebookProblem;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rule-editor doctor}: whether what the other commands need is there. */
@Command(name = "doctor")
final class DoctorCommand extends EditorCommand {
    private static final int LEAST_JAVA = 17;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--key-file", paramLabel = "FILE", descriptionKey = "doctor.keyFile")
    private Path keyFile;

    /** One thing that was looked at. */
    private record Check(String name, boolean good, String text) {}

    @Override
    int run() {
        List<Check> checks = new ArrayList<>();
        checks.add(java());
        checks.add(encoding());
        checks.add(clock());
        checks.add(rules());
        if (keyFile != null) {
            checks.add(key());
        }
        if (database.isGiven()) {
            checks.add(database());
        }
        boolean good = checks.stream().allMatch(Check::good);
        if (isJson()) {
            ObjectNode json = Json.object();
            json.put("good", good);
            ArrayNode all = json.putArray("checks");
            checks.forEach(
                    one ->
                            all.addObject()
                                    .put("name", one.name())
                                    .put("good", one.good())
                                    .put("text", one.text()));
            print(Json.text(json));
        } else {
            checks.forEach(
                    one ->
                            print(
                                    (one.good() ? console().green("+ ") : console().red("- "))
                                            + one.text()));
        }
        return good ? Exit.FINE : Exit.FINDINGS;
    }

    private Check java() {
        int version = Runtime.version().feature();
        return new Check(
                "java", version >= LEAST_JAVA, text(Message.DOCTOR_JAVA, Runtime.version()));
    }

    private Check encoding() {
        // What Java reads of the machine's setting; the program itself always writes UTF-8.
        String machine = System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
        boolean good = machine.replace("-", "").toUpperCase(Locale.ROOT).equals("UTF8");
        return new Check(
                "encoding",
                good,
                text(good ? Message.DOCTOR_ENCODING : Message.DOCTOR_NO_UTF8, machine));
    }

    private Check clock() {
        // A clock that was never set is decades back.
        boolean good = Instant.now().isAfter(Instant.parse("2025-01-01T00:00:00Z"));
        return new Check(
                "clock",
                good,
                text(Message.DOCTOR_CLOCK, Instant.now().atZone(ZoneId.of("Asia/Shanghai"))));
    }

    private Check rules() {
        Rulebook rulebook = rulebook();
        RuleCompiler.Result result = rulebook.understand();
        boolean good = result.findings().isEmpty();
        return new Check(
                "rulebook",
                good,
                good
                        ? text(
                                Message.DOCTOR_RULES,
                                rulebook.folder(),
                                result.rules().rules().size())
                        : text(Message.FINDINGS, rulebook.folder(), result.findings().size()));
    }

    private Check key() {
        try {
            SigningKey.read(keyFile);
            return new Check("key", true, text(Message.DOCTOR_KEY, keyFile));
        } catch (RulebookProblem e) {
            return new Check(
                    "key", false, text(Message.DOCTOR_NO_KEY, keyFile, choose(e.zh(), e.en())));
        }
    }

    private Check database() {
        Database asked = database.database();
        Instant before = Instant.now();
        try (Connection connection = asked.open()) {
            String product = connection.getMetaData().getDatabaseProductName();
            long ms = Duration.between(before, Instant.now()).toMillis();
            return new Check("database", true, text(Message.DOCTOR_DATABASE, product, ms));
        } catch (SQLException e) {
            return new Check("database", false, asked.failed(e).in(language()));
        }
    }
}
