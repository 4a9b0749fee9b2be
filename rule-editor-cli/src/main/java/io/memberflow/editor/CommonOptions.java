package io.memberflow.editor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {

    private static final Path DEFAULT_FOLDER = Path.of("rules", "rulebook");

    @Option(names = "-C", paramLabel = "DIR", descriptionKey = "option.folder")
    private Path folder;

    @Option(
            names = "--lang",
            paramLabel = "zh|en",
            descriptionKey = "option.lang",
            completionCandidates = Languages.class)
    private String lang;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            descriptionKey = "option.format",
            completionCandidates = Formats.class)
    private String format = Format.TEXT.toString();

    /** For the shell to offer. */
    static final class Languages extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Languages() {
            super(Set.of("zh", "en"));
        }
    }

    /** For the shell to offer. */
    static final class Formats extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Formats() {
            super(EnumSet.allOf(Format.class).stream().map(Format::toString).toList());
        }
    }

    Language language() {
        return lang == null
                ? Language.ofMachine()
                : Language.named(lang).orElseThrow(() -> Stop.wrongUse(Message.NO_LANGUAGE, lang));
    }

    /** The form asked for, among those a command knows. */
    Format format(Set<Format> known) {
        for (Format one : known) {
            if (one.toString().equals(format)) {
                return one;
            }
        }
        String names = known.stream().map(Format::toString).collect(Collectors.joining(" "));
        throw Stop.wrongUse(Message.NO_FORMAT, format, names);
    }

    /** The rulebook's folder: as given, else below the working directory, else the shipped one. */
    Path folder() {
        Path chosen = folder != null ? folder : defaultFolder();
        if (!Files.isDirectory(chosen)) {
            throw Stop.wrongUse(Message.NO_FOLDER, chosen);
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
