package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** None, one and two of everything that is counted. */
class PluralsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/plurals.golden.txt");
    private static final Pattern PLACE = Pattern.compile("%(?:\\d\\$|<)?[ds]");

    /** Their numbers name a release and count nothing. */
    private static final List<Message> NAMED =
            List.of(Message.PUBLISHED, Message.ALREADY_PUBLISHED);

    @Test
    void eachCountedMessageReadsAsAPersonWouldSayIt() throws IOException {
        List<String> said =
                Arrays.stream(Message.values())
                        .filter(message -> english(message).contains("{"))
                        .flatMap(PluralsTest::said)
                        .toList();
        assertThat(said).hasSizeGreaterThan(60).isEqualTo(Files.readAllLines(GOLDEN));
    }

    @Test
    void noNumberStandsBesideAFixedWord() {
        for (Message message : Message.values()) {
            if (!NAMED.contains(message)) {
                assertThat(english(message)).as(message.name()).doesNotContainPattern("%d [a-z]");
            }
        }
    }

    @Test
    void chineseHasNoPlurals() {
        for (Message message : Message.values()) {
            assertThat(Language.ZH.texts().getString(message.name())).doesNotContain("{");
        }
    }

    private static Stream<String> said(Message message) {
        int places = (int) PLACE.matcher(english(message)).results().count();
        return Stream.of(0, 1, 2)
                .map(
                        count -> {
                            Object[] values = new Object[Math.max(places, 1)];
                            Arrays.fill(values, count);
                            return message + " " + message.in(Language.EN, values);
                        });
    }

    private static String english(Message message) {
        return Language.EN.texts().getString(message.name());
    }
}
