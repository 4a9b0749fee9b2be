package io.memberflow.order;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The files that an option like {@code --orders PATH} means, each looked at before a run. */
public final class InputFiles {

    private InputFiles() {}

    /**
     * The files of a path, absolute, sorted and distinct. A path is a file; a folder, which stands
     * for all files below it but hidden ones, whose names begin with a dot; or a glob ({@code
     * orders/2025-*.jsonl.gz}, {@code **} for any depth). What exists under the very name comes
     * before a glob.
     *
     * @throws InputProblem when there is no such file or one of them cannot be read: no permission,
     *     a {@code .gz} that is none, a CSV without a header or a required column
     */
    public static List<Path> find(String path) {
        List<Path> files;
        try {
            files = list(path);
        } catch (InvalidPathException | PatternSyntaxException e) {
            throw new InputProblem(
                    path + " is neither a path nor a glob; name a file, a folder or a pattern.");
        } catch (IOException | UncheckedIOException e) {
            throw new InputProblem(
                    path + ": the folder cannot be read; check its permissions and its links.");
        }
        files.forEach(InputFiles::check);
        return files;
    }

    /**
     * The files of a path as {@link #find} gives them, none of them CSV.
     *
     * @throws InputProblem as there, and when one is named as CSV
     */
    public static List<Path> findJsonLines(String path) {
        List<Path> files = find(path);
        for (Path file : files) {
            if (RecordReader.isCsv(file.toString())) {
                throw new InputProblem(
                        file + " is CSV, which only orders can be; write JSON Lines instead.");
            }
        }
        return files;
    }

    private static List<Path> list(String path) throws IOException {
        if (path.isBlank()) {
            throw new InputProblem("The path is empty; name a file, a folder or a glob.");
        }
        Path exact = toPath(path);
        if (exact != null && Files.isRegularFile(exact)) {
            return List.of(absolute(exact));
        }
        if (exact != null && Files.isDirectory(exact)) {
            List<Path> files =
                    walk(exact, Integer.MAX_VALUE, file -> !isHidden(exact.relativize(file)));
            if (files.isEmpty()) {
                throw new InputProblem(path + " holds no files; put the files into the folder.");
            }
            return files;
        }
        if (exact != null && Files.exists(exact)) {
            throw new InputProblem(path + " is no regular file; name a file, a folder or a glob.");
        }
        if (firstWildcard(path) < 0) {
            throw new InputProblem(path + " does not exist; name a file, a folder or a glob.");
        }
        Path root = absolute(rootOf(path));
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + absoluteGlob(path));
        List<Path> files =
                Files.isDirectory(root) ? walk(root, depthOf(path), matcher::matches) : List.of();
        if (files.isEmpty()) {
            throw new InputProblem(
                    path + " matches no files; check the pattern (quote it in a shell).");
        }
        return files;
    }

    private static List<Path> walk(Path root, int depth, Predicate<Path> wanted)
            throws IOException {
        try (Stream<Path> paths = Files.walk(root, depth, FileVisitOption.FOLLOW_LINKS)) {
            return paths.filter(Files::isRegularFile)
                    .filter(wanted)
                    .map(InputFiles::absolute)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static void check(Path file) {
        try (InputStream in = Files.newInputStream(file);
                RecordReader reader = RecordReader.open(in, file.toString())) {
            reader.next();
        } catch (IOException e) {
            throw new InputProblem(file + " cannot be read; check its permissions.");
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** The folder of the path up to its first wildcard. */
    private static Path rootOf(String glob) {
        int slash = glob.lastIndexOf('/', firstWildcard(glob));
        return Path.of(slash < 0 ? "" : glob.substring(0, slash + 1));
    }

    /** The glob with its folder made absolute and escaped, so that only its own wildcards act. */
    private static String absoluteGlob(String glob) {
        int slash = glob.lastIndexOf('/', firstWildcard(glob));
        String root = absolute(rootOf(glob)).toString().replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
        return (root.equals("/") ? "" : root) + "/" + glob.substring(slash + 1);
    }

    /** How far below its root a glob can match. */
    private static int depthOf(String glob) {
        if (glob.contains("**")) {
            return Integer.MAX_VALUE;
        }
        String below = glob.substring(glob.lastIndexOf('/', firstWildcard(glob)) + 1);
        return 1 + (int) below.chars().filter(c -> c == '/').count();
    }

    private static int firstWildcard(String path) {
        for (int i = 0; i < path.length(); i++) {
            if ("*?[{".indexOf(path.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static Path toPath(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            if (firstWildcard(path) >= 0) {
                return null;
            }
            throw e;
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
