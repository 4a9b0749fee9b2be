package io.memberflow.job.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page whose {@code console} blocks are a session: a line that begins with {@code $} is a
 * command, what follows is its output. A {@code file} comment names the file that the next block
 * is, and other comments are left to the test.
 */
final class TutorialPage {
    private static final Pattern COMMENT = Pattern.compile("<!-- (\\w+)(?::? (.*?))? -->");

    private final List<Object> parts = new ArrayList<>();
    private final List<String> lines;

    private TutorialPage(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /**
     * A command, with the lines that follow it.
     *
     * @param line 1-based
     */
    record Step(int line, String command, List<String> output) {
        /** Whether the command asks questions, which stand in the output with their answers. */
        boolean asks() {
            return output.stream().anyMatch(one -> one.startsWith("? "));
        }
    }

    /** What a comment asks of the test. */
    record Mark(String kind, String argument) {}

    /** A file that stands on the page. */
    record Given(String name, String text) {}

    static TutorialPage read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        TutorialPage page = new TutorialPage(lines);
        String named = null;
        for (int i = 0; i < lines.size(); i++) {
            Matcher comment = COMMENT.matcher(lines.get(i));
            if (comment.matches() && comment.group(1).equals("file")) {
                named = comment.group(2);
            } else if (comment.matches()) {
                page.parts.add(new Mark(comment.group(1), comment.group(2)));
            } else if (lines.get(i).startsWith("```")) {
                int end = i + 1;
                while (!lines.get(end).equals("```")) {
                    end++;
                }
                List<String> block = lines.subList(i + 1, end);
                if (lines.get(i).equals("```console")) {
                    page.addSteps(i + 2, block);
                } else if (named != null) {
                    page.parts.add(new Given(named, String.join("\n", block) + "\n"));
                    named = null;
                }
                i = end;
            }
        }
        return page;
    }

    private void addSteps(int line, List<String> block) {
        for (int i = 0; i < block.size(); i++) {
            if (block.get(i).startsWith("$ ")) {
                int end = i + 1;
                while (end < block.size() && !block.get(end).startsWith("$ ")) {
                    end++;
                }
                parts.add(
                        new Step(
                                line + i,
                                block.get(i).substring(2),
                                List.copyOf(block.subList(i + 1, end))));
            }
        }
    }

    /** {@link Step}s, {@link Mark}s and {@link Given} files, in their order. */
    List<Object> parts() {
        return parts;
    }

    /** The page's lines with other outputs of some commands. */
    List<String> with(Map<Step, List<String>> outputs) {
        List<String> all = new ArrayList<>(lines);
        List<Step> last = new ArrayList<>(outputs.keySet());
        Collections.reverse(last);
        for (Step step : last) {
            List<String> old = all.subList(step.line(), step.line() + step.output().size());
            old.clear();
            old.addAll(outputs.get(step));
        }
        return all;
    }

    /** What differs from run to run made alike: instants, ids of jobs. */
    static String normal(String line) {
        return line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("[0-9a-f]{32}", "JOB")
                .stripTrailing();
    }

    /** Whether an output is what the page says; a line of the page that is … stands for any. */
    static boolean fits(List<String> page, List<String> output) {
        StringBuilder pattern = new StringBuilder();
        for (String line : page) {
            pattern.append(line.equals("…") ? "(?:.*\n)*?" : Pattern.quote(normal(line)) + "\n");
        }
        StringBuilder text = new StringBuilder();
        output.forEach(line -> text.append(normal(line)).append('\n'));
        return Pattern.matches(pattern.toString(), text);
    }
}
