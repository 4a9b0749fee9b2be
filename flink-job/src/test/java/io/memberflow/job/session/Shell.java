package io.memberflow.job.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.bench.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs what a person types, in a folder, with the programs of this checkout on the path. */
final class Shell {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Map<String, String> environment;

    Shell(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** All that a command says, on both streams. */
    List<String> run(String command) throws Exception {
        Process process = start(List.of("bash", "-c", command));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        end(process);
        return said.lines().toList();
    }

    /**
     * Runs a command at a terminal and answers its questions, each when it is asked.
     *
     * @param lines such as {@code ? which one that one}: a question and, behind two blanks, the
     *     answer; others are passed over
     * @return what the command said besides
     */
    List<String> answer(String command, List<String> lines) throws Exception {
        Process process =
                start(List.of("script", "-qefc", "stty cols 80 rows 24; " + command, "/dev/null"));
        StringBuffer said = new StringBuffer();
        CompletableFuture<Void> reading =
                CompletableFuture.runAsync(() -> copy(process.getInputStream(), said));
        OutputStream keys = process.getOutputStream();
        int from = 0;
        for (String line : lines) {
            if (line.startsWith("? ")) {
                int gap = line.indexOf("  ");
                String question = line.substring(0, gap);
                int after = from;
                Await.until(
                        "The question '" + question + "' after " + said.substring(after),
                        PATIENCE,
                        () -> said.indexOf(question, after) >= 0 || !process.isAlive());
                assertThat(said.substring(after)).contains(question);
                from = said.indexOf(question, after) + question.length();
                keys.write((line.substring(gap).strip() + "\r").getBytes(StandardCharsets.UTF_8));
                keys.flush();
            }
        }
        reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        end(process);
        return plain(said.toString());
    }

    /** The text without what moves the cursor and colours. */
    private static List<String> plain(String said) {
        return said.replaceAll("\u001B\\[[0-9;?]*[@-~]|\u001B[=>]", "")
                .replace("\r", "")
                .lines()
                .map(String::stripTrailing)
                .toList();
    }

    private static void copy(InputStream from, StringBuffer to) {
        try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
            for (int one = reader.read(); one >= 0; one = reader.read()) {
                to.append((char) one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MEMBERFLOW_"));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).start();
    }

    private static void end(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("It does not end");
        }
    }
}
