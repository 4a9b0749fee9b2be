package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A log message is a sentence, then key=value: what varies never stands within the sentence. */
class LogMessagesTest {
    private static final Pattern MESSAGE =
            Pattern.compile("LOG\\.(?:error|warn|info|debug)\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern UNIFORM =
            Pattern.compile("[A-Z][^{}=]*(?: [a-z][A-Za-z]*=(?:\\{}|\\\\\"\\{}\\\\\"))*");

    @Test
    void everyMessageIsASentenceAndPairs() throws Exception {
        List<String> messages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                MESSAGE.matcher(Files.readString(file))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(messages::add);
            }
        }
        assertThat(messages).hasSizeGreaterThan(10).allMatch(UNIFORM.asMatchPredicate());
    }
}
