package io.memberflow.rulebook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How much a release may be, and how its files may be called: looked at before any is read. */
public final class ReleaseLimits {
    /** More files are refused. */
    public static final int MAX_FILES = 1_000;

    /** More bytes in all files together are refused. */
    public static final int MAX_BYTES = 2 << 20;

    /** More bytes in the catalogue are refused. */
    public static final int MAX_CATALOGUE = 512 << 10;

    private static final int MAX_PATH = 200;

    private ReleaseLimits() {}

    /** What is too much or called wrongly; empty when the files may be read. */
    public static List<TableProblem> check(Release release) {
        List<TableProblem> problems = new ArrayList<>();
        if (release.paths().length > MAX_FILES) {
            problems.add(
                    at(
                            RulebookFiles.CATALOGUE,
                            "规则库有 " + release.paths().length + " 个文件，最多 " + MAX_FILES + " 个，请删减。",
                            "The rulebook has "
                                    + release.paths().length
                                    + " files; at most "
                                    + MAX_FILES
                                    + " are allowed. Remove what is not needed."));
            return problems;
        }
        long bytes = 0;
        for (int i = 0; i < release.paths().length; i++) {
            String path = release.paths()[i];
            wrongPath(path).ifPresent(problems::add);
            // It divides the files in the release's checksum, so no file may hold it.
            if (release.texts()[i].indexOf(0) >= 0) {
                problems.add(
                        at(
                                shown(path),
                                "文件里有看不见的字符 U+0000，请删除。",
                                "The file holds the hidden character U+0000. Remove it."));
            }
            long size = release.texts()[i].getBytes(StandardCharsets.UTF_8).length;
            if (path.equals(RulebookFiles.CATALOGUE) && size > MAX_CATALOGUE) {
                problems.add(
                        at(
                                path,
                                "目录文件有 " + size + " 字节，最多 " + MAX_CATALOGUE + "，请删减。",
                                "The catalogue has "
                                        + size
                                        + " bytes; at most "
                                        + MAX_CATALOGUE
                                        + " are allowed. Remove what is not needed."));
            }
            boolean fitted = bytes <= MAX_BYTES;
            bytes += size;
            if (fitted && bytes > MAX_BYTES) {
                problems.add(
                        at(
                                path,
                                "到这个文件为止，规则库总量超过 2 MiB，请拆分或删减。",
                                "Up to this file the rulebook is larger than 2 MiB. Remove what is"
                                        + " not needed."));
            }
        }
        return problems;
    }

    /** A path that leads out of the rulebook, or that would be read otherwise than it shows. */
    private static Optional<TableProblem> wrongPath(String path) {
        boolean leaves =
                path.startsWith("/")
                        || path.contains("\\")
                        || path.contains(":")
                        || List.of(path.split("/", -1)).stream()
                                .anyMatch(step -> step.isBlank() || step.matches("\\.+"));
        if (!leaves && path.length() <= MAX_PATH && PlainText.oddInName(path).isEmpty()) {
            return Optional.empty();
        }
        String shown = shown(path);
        return Optional.of(
                at(
                        shown,
                        "文件名 "
                                + shown
                                + " 不行：要在规则库文件夹之内，用 / 分隔，最多 "
                                + MAX_PATH
                                + " 个字符，没有 .. 、冒号、反斜杠或看不见的字符。请改名。",
                        "The file name "
                                + shown
                                + " will not do: it lies within the rulebook, has steps divided by"
                                + " /, up to "
                                + MAX_PATH
                                + " characters, and no .., colon, backslash or hidden character."
                                + " Rename the file."));
    }

    /** Whatever a path holds, a message must show it on one line and be of a decent length. */
    static String shown(String path) {
        String shown = path.replaceAll("[\\p{C}\\p{Z}]", "?");
        return shown.length() > MAX_PATH ? shown.substring(0, MAX_PATH) + "…" : shown;
    }

    private static TableProblem at(String file, String zh, String en) {
        return new TableProblem(file, 1, 1, zh, en);
    }
}
