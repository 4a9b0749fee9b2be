package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.memberflow.registry.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands print as JSON is what its published schema says. */
class SchemasTest {
    private static final Path SCHEMA = Path.of("../docs/schemas/rule-editor.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path temporary;
    private final Set<String> seen = new TreeSet<>();

    @Test
    void everyCommandKeepsToTheSchemaAndTheSchemaNamesNoOther() throws Exception {
        authoring();
        publishing();
        Set<String> named = new TreeSet<>();
        JSON.readTree(SCHEMA.toFile()).get("$defs").fieldNames().forEachRemaining(named::add);
        assertThat(seen).isEqualTo(named);
    }

    private void authoring() throws IOException {
        String good = temporary.resolve("good").toString();
        fits("init", 0, "init", good);
        for (String rules : new String[] {good, "../rules/rulebook"}) {
            fits("check", 0, "check", "-C", rules);
            fits("analyze", 0, "analyze", "-C", rules);
            fits("list", 0, "list", "-C", rules);
            fits("fmt", 0, "fmt", "--check", "-C", rules);
            fits("schema", 0, "schema", "-C", rules);
        }
        fits("test", 0, "test", "-C", good);
        fits("show", 0, "show", "lifecycle.衰退期", "-C", good);
        String[] rule = {
            "tag", "大单客户", "是", "--when=recencyDays < 9", "--rule-name=新", "--dry-run"
        };
        fits("new", 0, with(new String[] {"-C", good}, with(rule, "new")));
        fits("edit", 0, "edit", "lifecycle.衰退期", "--title=旧", "--dry-run", "-C", good);
        fits("set", 0, "set", "lifecycle.衰退期", "recencyDays >=", "61", "--dry-run", "-C", good);
        String[] member = {"--order=2025-03-01:299", "--as-of=2025-06-30", "-C", good};
        fits("try", 0, with(member, "try", "--timeline"));
        fits("why", 0, with(member, "why", "me"));
        fits("group", 0, with(member, "group", "d365.orders >= 1"));
        fits("doctor", 0, "doctor", "-C", good);

        Path bad = temporary.resolve("bad");
        fits("init", 0, "init", bad.toString());
        Path cases = bad.resolve("tests/examples.yaml");
        Files.writeString(
                cases, Files.readString(cases).replace("lifecycle: 活跃期", "lifecycle: 衰退期"));
        fits("test", 1, "test", "-C", bad.toString());
        Path rules = bad.resolve("lifecycle/lifecycle.drl");
        Files.writeString(rules, Files.readString(rules).replace("recencyDays <", "recencyDay <"));
        fits("check", 1, "check", "-C", bad.toString());
    }

    private void publishing() throws Exception {
        Path key = Files.writeString(temporary.resolve("key"), SigningKey.generate().privatePem());
        Path bundle = temporary.resolve("rules.zip");
        try (Desk desk = new Desk(Files.createDirectory(temporary.resolve("desk")))) {
            String[] here = {"-C", desk.folder().toString(), "--jdbc-url", desk.tables().url()};
            String[] file = {"-C", desk.folder().toString()};
            fits("build", 0, with(file, "build", "--out", bundle.toString(), "--key", "" + key));
            fits("verify", 0, "verify", bundle.toString());
            fits(
                    "verify",
                    1,
                    "verify",
                    bundle.toString(),
                    "--channel",
                    "trial",
                    "--trusted-keys",
                    publicKey().toString());
            fits("publish", 0, with(here, "publish"));
            fits("publish", 5, with(here, "publish", "--wait=0s"));
            desk.say(0, 1, "ACTIVE", "8", "8", null);
            desk.say(1, 1, "PREPARED", null, null, null);
            fits("status", 1, with(here, "status"));
            desk.tables().execute("update rule_activation set state = 'ACTIVE'");
            fits("diff", 0, with(here, "diff"));
            new StoredMembers(desk, temporary);
            desk.declineAfter(60);
            fits("diff", 3, with(here, "diff"));
            fits("preview", 0, with(here, "preview"));
            fits("preview", 4, with(here, "preview", "--max-change=0"));
            fits("publish", 0, with(here, "publish", "--mode=shadow", "--max-change=100"));
            desk.tables()
                    .execute(
                            "insert into rule_shadow values ('job', 2, date '2025-06-30',"
                                    + " 'lifecycle', '', '衰退期', 12, '[]' format json)");
            fits("status", 0, with(here, "status"));
            fits("promote", 0, with(here, "promote"));
            fits("rollback", 0, with(here, "rollback"));
            fits("freeze", 0, with(here, "freeze"));
            fits("unfreeze", 0, with(here, "unfreeze"));
            fits("history", 0, with(here, "history"));
        }
    }

    private Path publicKey() throws IOException {
        return Files.writeString(temporary.resolve("key.pub"), SigningKey.generate().publicPem());
    }

    private static String[] with(String[] options, String... command) {
        String[] all = new String[command.length + options.length];
        System.arraycopy(command, 0, all, 0, command.length);
        System.arraycopy(options, 0, all, command.length, options.length);
        return all;
    }

    private void fits(String name, int exit, String... arguments) throws IOException {
        String[] all = with(new String[] {"--format=json", "--lang=en"}, arguments);
        Commands.Ran ran = Commands.run(all);
        assertThat(ran.exit()).as("%s: %s", String.join(" ", all), ran.err()).isEqualTo(exit);
        seen.add(name);
        JsonNode json = JSON.readTree(ran.out());
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(
                                SchemaLocation.of(
                                        SCHEMA.toAbsolutePath().normalize().toUri()
                                                + "#/$defs/"
                                                + name));
        assertThat(schema.validate(json)).as(String.join(" ", all)).isEmpty();
    }
}
