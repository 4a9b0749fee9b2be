package io.memberflow.editor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {

    private static final Path DEFAULT_FOLDER = Path.of("rules", "rulebook");

    @Option(
            names = "-C",
            paramLabel = "DIR",
            description = "The rulebook's folder. Default: rules/rulebook")
    private Path folder;

    @Option(
            names = "--lang",
            paramLabel = "zh|en",
            description = "The language of what is said. Default: that of the machine")
    private String lang;

    Language language() {
        Language machine = Language.of(Locale.getDefault());
        if (lang == null) {
            return machine;
        }
        return switch (lang) {
            case "zh" -> Language.ZH;
            case "en" -> Language.EN;
            default -> throw new WrongUse(Message.NO_LANGUAGE.in(machine, lang));
        };
    }

    /** The rulebook's folder: as given, else below the working directory, else the shipped one. */
    Path folder() {
        Path chosen = folder != null ? folder : defaultFolder();
        if (!Files.isDirectory(chosen)) {
            throw new WrongUse(Message.NO_FOLDER.in(language(), chosen));
        }
        return chosen;
    }

    private static Path defaultFolder() {
        String home = System.getenv("MEMBERFLOW_HOME");
        return Files.isDirectory(DEFAULT_FOLDER) || home == null
                ? DEFAULT_FOLDER
                : Path.of(home).resolve(DEFAULT_FOLDER);
    }
}
