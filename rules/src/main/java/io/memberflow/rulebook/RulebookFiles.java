package io.memberflow.rulebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the files of a rulebook from a folder, or the ones that are shipped with the program. */
public final class RulebookFiles {
    /** The file every rulebook has. */
    public static final String CATALOGUE = "rulebook.yaml";

    /** How the name of a decision table ends that a spreadsheet program saved. */
    public static final String WORKBOOK = ".drl.xlsx";

    /** How the name of a decision table ends that is a text. */
    public static final String CSV_SHEET = ".drl.csv";

    /** The folder of the cases that show what the rules do. */
    public static final String TESTS = "tests";

    private RulebookFiles() {}

    /**
     * The rulebook of a folder as version 0.
     *
     * @throws RulebookProblem when the folder is missing, cannot be read, or is no rulebook
     */
    public static Release folder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new RulebookProblem(
                    "没有规则库文件夹 " + folder + "。请指定有 " + CATALOGUE + " 的文件夹。",
                    "There is no rulebook folder "
                            + folder
                            + ". Name a folder that holds "
                            + CATALOGUE
                            + ".",
                    null);
        }
        if (!Files.isRegularFile(folder.resolve(CATALOGUE))) {
            throw new RulebookProblem(
                    "文件夹 " + folder + " 里没有 " + CATALOGUE + "。请指定规则库所在的文件夹。",
                    "The folder "
                            + folder
                            + " holds no "
                            + CATALOGUE
                            + ". Name the folder that a rulebook starts in.",
                    null);
        }
        try {
            return Release.of(0, texts(folder));
        } catch (IOException | UncheckedIOException e) {
            throw new RulebookProblem(
                    "规则库 " + folder + " 读不了：" + e.getMessage() + "。请检查权限。",
                    "The rulebook in "
                            + folder
                            + " cannot be read: "
                            + e.getMessage()
                            + ". Check its permissions.",
                    e);
        }
    }

    /** The rulebook that comes with the program, as version 0. */
    public static Release shipped() {
        URL catalogue = RulebookFiles.class.getResource("/rulebook/" + CATALOGUE);
        if (catalogue == null) {
            throw new RulebookProblem("The program was built without its rulebook. Build it anew.");
        }
        try {
            URI uri = catalogue.toURI();
            if (!uri.getScheme().equals("jar")) {
                return folder(Path.of(uri).getParent());
            }
            String address = uri.getRawSchemeSpecificPart();
            Path jar = Path.of(URI.create(address.substring(0, address.indexOf("!/"))));
            // By path, since by address a JVM can have each jar open only once.
            try (FileSystem files = FileSystems.newFileSystem(jar)) {
                return folder(files.getPath("/rulebook"));
            }
        } catch (IOException | URISyntaxException e) {
            throw new RulebookProblem("The shipped rulebook cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths =
                    walk.filter(Files::isRegularFile)
                            .filter(path -> belongs(name(folder, path)))
                            .toList();
        }
        refuseTooMuch(folder, paths);
        Path real = folder.toRealPath();
        Map<String, String> texts = new TreeMap<>();
        for (Path path : paths) {
            String name = name(folder, path);
            if (!path.toRealPath().startsWith(real)) {
                throw new RulebookProblem(
                        name + " 是指向文件夹 " + folder + " 之外的链接。请把文件本身放进来。",
                        name
                                + " is a link that leads out of the folder "
                                + folder
                                + ". Put the file itself there.",
                        null);
            }
            if (name.endsWith(WORKBOOK)) {
                texts.put(name, Base64.getEncoder().encodeToString(Files.readAllBytes(path)));
                continue;
            }
            texts.put(name, TextDecoding.text(name, Files.readAllBytes(path)));
        }
        return texts;
    }

    /** Before anything of it is in memory. */
    private static void refuseTooMuch(Path folder, List<Path> paths) throws IOException {
        long bytes = 0;
        for (Path path : paths) {
            bytes += Files.size(path);
        }
        if (paths.size() > ReleaseLimits.MAX_FILES || bytes > ReleaseLimits.MAX_BYTES) {
            throw new RulebookProblem(
                    "规则库 "
                            + folder
                            + " 有 "
                            + paths.size()
                            + " 个文件、"
                            + bytes
                            + " 字节，最多 "
                            + ReleaseLimits.MAX_FILES
                            + " 个文件、"
                            + ReleaseLimits.MAX_BYTES
                            + " 字节。请删去不需要的。",
                    "The rulebook in "
                            + folder
                            + " has "
                            + paths.size()
                            + " files of "
                            + bytes
                            + " bytes; at most "
                            + ReleaseLimits.MAX_FILES
                            + " files of "
                            + ReleaseLimits.MAX_BYTES
                            + " bytes are allowed. Remove what is not needed.",
                    null);
        }
    }

    private static String name(Path folder, Path path) {
        return folder.relativize(path).toString().replace('\\', '/');
    }

    /** Whether a file is part of a rulebook, by its path within it. */
    static boolean belongs(String path) {
        boolean isTable = path.startsWith("tables/") && path.endsWith(".csv");
        boolean isTest = path.startsWith(TESTS + "/") && path.endsWith(".yaml");
        return path.equals(CATALOGUE)
                || path.endsWith("/" + CATALOGUE)
                || path.endsWith(".drl")
                || path.endsWith(CSV_SHEET)
                || path.endsWith(WORKBOOK)
                || isTable
                || isTest;
    }
}
