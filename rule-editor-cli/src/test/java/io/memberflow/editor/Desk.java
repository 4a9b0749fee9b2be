package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** An analyst's desk: the small rulebook that init makes, and a database with empty tables. */
final class Desk implements AutoCloseable {
    private final Path folder;
    private final Registries tables;

    Desk(Path temporary) throws SQLException {
        tables = new Registries(temporary.getFileName().toString());
        folder = temporary.resolve("rules");
        assertThat(Commands.run("init", folder.toString()).exit()).isZero();
    }

    Path folder() {
        return folder;
    }

    Registries tables() {
        return tables;
    }

    /** A command on the folder and the database, in English unless it says otherwise. */
    Commands.Ran run(String command, String... rest) {
        return run(false, command, rest);
    }

    Commands.Ran run(boolean colour, String command, String... rest) {
        List<String> all = new ArrayList<>(List.of("--jdbc-url", tables.url()));
        all.addAll(List.of(rest));
        if (!String.join(" ", rest).contains("--lang")) {
            all.add("--lang=en");
        }
        return offline(colour, command, all.toArray(String[]::new));
    }

    /** A command on the folder alone. */
    Commands.Ran offline(String command, String... rest) {
        return offline(false, command, rest);
    }

    private Commands.Ran offline(boolean colour, String command, String... rest) {
        List<String> all = new ArrayList<>(List.of(command, "-C", folder.toString()));
        all.addAll(List.of(rest));
        return Commands.run(colour, all.toArray(String[]::new));
    }

    static JsonNode json(Commands.Ran ran) throws IOException {
        assertThat(ran.exit()).as(ran.err()).isLessThanOrEqualTo(Exit.FINDINGS);
        return new ObjectMapper().readTree(ran.out());
    }

    /** Writes something else into a file of the rulebook. */
    void replace(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path, StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    /** The rulebook with its decline moved, and the case that goes with it. */
    void declineAfter(int days) throws IOException {
        replace(
                "rulebook.yaml",
                "declineDays: { type: days, value: 90",
                "declineDays: { type: days, value: " + days);
        replace("tests/examples.yaml", "lifecycle: 活跃期", "lifecycle: 衰退期");
    }

    /** As a subtask of a job would say it. */
    void say(int subtask, long seq, String state, String swept, String toSweep, String message)
            throws SQLException {
        tables.execute(
                "insert into rule_activation values ('job', %d, %d, 1, '%s', 10, %s, %s, %s, current_timestamp)"
                        .formatted(
                                subtask,
                                seq,
                                state,
                                swept,
                                toSweep,
                                message == null ? null : "'" + message + "'"));
    }

    @Override
    public void close() throws SQLException {
        tables.close();
    }
}
