package io.memberflow.job.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A JVM of its own that runs one main class, ended with this one at the latest. What it prints goes
 * to a file, which a second process of the same name continues.
 */
public final class JavaProcess implements AutoCloseable {
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread reaper;

    private JavaProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.reaper = new Thread(process::destroyForcibly, "reaper of " + name);
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /**
     * Starts a JVM.
     *
     * @param log where it prints to; the folder must exist
     * @param jvm options of the JVM
     * @param classPath what it sees, see {@link #classPath}
     * @param environment variables it has besides our own
     */
    public static JavaProcess start(
            String name,
            Path log,
            List<String> jvm,
            String classPath,
            Map<String, String> environment,
            String mainClass,
            List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dorg.apache.logging.log4j.level=INFO");
        command.addAll(jvm);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries of this JVM's own class path that are wanted, in their order. */
    public static String classPath(Predicate<String> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(wanted)
                .collect(Collectors.joining(File.pathSeparator));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Passes while it lives; what it does not do any more needs no waiting for.
     *
     * @throws AssertionError when it has ended
     */
    void requireAlive() {
        if (!isAlive()) {
            throw new AssertionError(
                    "%s ended with %d, see %s".formatted(name, process.exitValue(), log));
        }
    }

    public long pid() {
        return process.pid();
    }

    /** What its JVM answers to a command of {@code jcmd}. */
    String ask(String command) {
        try {
            Process jcmd =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    String.valueOf(pid()),
                                    command)
                            .redirectErrorStream(true)
                            .start();
            String answer = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
            if (jcmd.waitFor() != 0) {
                throw new IllegalStateException(
                        "%s does not answer %s: %s".formatted(name, command, answer));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + name, e);
        }
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        exitCode(LAST_WORDS);
        Runtime.getRuntime().removeShutdownHook(reaper);
    }

    /** Asks it to end, as {@code kill} does, and waits until it has. */
    public void stop() {
        process.destroy();
        exitCode(LAST_WORDS);
        Runtime.getRuntime().removeShutdownHook(reaper);
    }

    /**
     * Its exit code, once it has ended by itself.
     *
     * @throws IllegalStateException when it has not ended in that time
     */
    public int exitCode(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " did not end in " + limit + ", see " + log);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + name, e);
        }
    }

    /** What it has printed so far. */
    public String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }
}
