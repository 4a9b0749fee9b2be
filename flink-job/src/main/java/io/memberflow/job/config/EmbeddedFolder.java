package io.memberflow.job.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder an embedded database lives in. It is looked at before the driver is, which would print
 * a stack trace of its own when it cannot write there.
 */
final class EmbeddedFolder {

    private static final Pattern FILE_URL =
            Pattern.compile("jdbc:h2:(?!mem:|tcp:|ssl:|zip:)(?:file:)?([^;]+).*");

    private EmbeddedFolder() {}

    /**
     * Passes when the URL names no embedded file, or one in a folder that can be written or made.
     *
     * @throws WrongUse naming the folder
     */
    static void check(String jdbcUrl) {
        folder(jdbcUrl)
                .map(EmbeddedFolder::nearestExisting)
                .filter(f -> !Files.isDirectory(f) || !Files.isWritable(f))
                .ifPresent(
                        f -> {
                            throw new WrongUse(
                                    "--jdbc-url %s: %s is no folder that can be written, give a path in one that can."
                                            .formatted(jdbcUrl, f));
                        });
    }

    private static Optional<Path> folder(String jdbcUrl) {
        Matcher url = FILE_URL.matcher(jdbcUrl);
        if (!url.matches()) {
            return Optional.empty();
        }
        String file = url.group(1).replaceFirst("^~", System.getProperty("user.home"));
        try {
            return Optional.ofNullable(Path.of(file).toAbsolutePath().getParent());
        } catch (InvalidPathException e) {
            throw new WrongUse("--jdbc-url " + jdbcUrl + " holds no path: give one.", e);
        }
    }

    private static Path nearestExisting(Path folder) {
        Path nearest = folder;
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        return nearest;
    }
}
