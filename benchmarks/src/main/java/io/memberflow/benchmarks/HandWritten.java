package io.memberflow.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Rules as a programmer would write them in Java. */
final class HandWritten {
    private static final String NAME = "HandWrittenRules";

    private HandWritten() {}

    /** The first value that holds of each model, -1 for none. */
    @SuppressWarnings("unchecked")
    static Function<Buyer, int[]> of(GeneratedRules rules) {
        try {
            Path folder = Files.createTempDirectory("memberflow-hand-written");
            Path source = folder.resolve(NAME + ".java");
            Path compiled = folder.resolve(NAME + ".class");
            try {
                Files.writeString(source, rules.source(NAME));
                JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
                String classes =
                        Path.of(
                                        Buyer.class
                                                .getProtectionDomain()
                                                .getCodeSource()
                                                .getLocation()
                                                .toURI())
                                .toString();
                int failed =
                        compiler.run(
                                null,
                                null,
                                System.err,
                                "-proc:none",
                                "-cp",
                                classes,
                                source.toString());
                if (failed != 0) {
                    throw new IllegalStateException("The Java of the rules does not compile");
                }
                try (URLClassLoader loader =
                        new URLClassLoader(
                                new URL[] {folder.toUri().toURL()}, Buyer.class.getClassLoader())) {
                    return (Function<Buyer, int[]>)
                            loader.loadClass(NAME).getDeclaredConstructor().newInstance();
                }
            } finally {
                Files.deleteIfExists(compiled);
                Files.deleteIfExists(source);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
