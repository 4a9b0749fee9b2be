package io.memberflow.testdata;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the real data with independent answers, {@code shared/data/online-retail}, which lies
 * beside the checkout and is never copied into it.
 *
 * <p>Looked for in each folder from the working directory up to the root. {@code MEMBERFLOW_DATA}
 * names the folder {@code shared/data} outright, for checkouts that lie elsewhere. With {@code
 * MEMBERFLOW_REQUIRE_DATA=1}, as CI sets it, absence is an error instead of a reason to skip.
 */
public final class RealData {
    private static final String FOLDER = "online-retail";

    private RealData() {}

    /**
     * The folder, or empty when it is absent and may be.
     *
     * @throws IllegalStateException when it is absent and must not be
     */
    public static Optional<Path> onlineRetail() {
        return find(Path.of("").toAbsolutePath(), System.getenv());
    }

    /** What a test says when it is skipped for want of the folder. */
    public static String absence() {
        return "skipped: no folder shared/data/online-retail in or beside any folder above "
                + Path.of("").toAbsolutePath()
                + "; put it beside the checkout or name shared/data in MEMBERFLOW_DATA";
    }

    static Optional<Path> find(Path start, Map<String, String> environment) {
        Optional<Path> found = look(start, environment.get("MEMBERFLOW_DATA"));
        if (found.isEmpty() && "1".equals(environment.get("MEMBERFLOW_REQUIRE_DATA"))) {
            throw new IllegalStateException(
                    "MEMBERFLOW_REQUIRE_DATA=1, but there is no folder shared/data/online-retail in"
                            + " or beside any folder above "
                            + start
                            + ".\nPut it beside the checkout, name shared/data in MEMBERFLOW_DATA,"
                            + " or unset MEMBERFLOW_REQUIRE_DATA to skip these tests.");
        }
        return found;
    }

    private static Optional<Path> look(Path start, String named) {
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named).resolve(FOLDER)).filter(Files::isDirectory);
        }
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("shared").resolve("data").resolve(FOLDER);
            if (Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
