package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rule-editor init}: a small rulebook that is green at once. */
@Command(name = "init")
final class InitCommand extends EditorCommand {
    private static final List<String> FILES =
            List.of(
                    "rulebook.yaml",
                    "lifecycle/lifecycle.drl",
                    "segments/frequency.drl",
                    "tags/general.drl",
                    "tests/examples.yaml");

    @Parameters(paramLabel = "DIR", descriptionKey = "init.folder")
    private Path folder;

    @Override
    int run() throws IOException {
        if (Files.exists(folder) && !isEmpty(folder)) {
            throw Stop.wrongUse(Message.NOT_EMPTY, folder);
        }
        for (String file : FILES) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, template(file));
        }
        if (isJson()) {
            ObjectNode json = Json.object();
            json.put("folder", folder.toString());
            FILES.forEach(json.putArray("files")::add);
            print(Json.text(json));
        } else {
            FILES.forEach(file -> print(folder.resolve(file).toString()));
        }
        note(Message.INITIALISED, folder);
        return Exit.FINE;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static String template(String file) throws IOException {
        try (InputStream in = InitCommand.class.getResourceAsStream("template/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
