package io.memberflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RawTextTest {

    @Test
    void ordinaryTextStays() {
        assertThat(escape("顺丰\t£1 🎁 \"x\"")).isEqualTo("顺丰\t£1 🎁 \"x\"");
    }

    @Test
    void controlCharactersAndBackslashesAreEscapedByteByByte() {
        assertThat(escape("a\u0000b\r\nc\u007Fd\u0085e\\f"))
                .isEqualTo("a\\x00b\\x0D\\x0Ac\\x7Fd\\xC2\\x85e\\\\f");
    }

    @Test
    void bytesThatAreNotUtf8AreEscaped() {
        byte[] bytes = {'a', (byte) 0xFF, (byte) 0xED, (byte) 0xA0, (byte) 0x80, 'b', (byte) 0xC3};
        assertThat(RawText.escape(bytes)).isEqualTo("a\\xFF\\xED\\xA0\\x80b\\xC3");
    }

    @Test
    void longTextsAreCutBetweenCharactersAndEscapes() {
        assertThat(escape("x".repeat(70_000))).hasSize(65_536);
        assertThat(utf8("x" + "顺".repeat(70_000))).hasSize(65_536);
        assertThat(utf8("xx" + "顺".repeat(70_000))).hasSize(65_534);
        assertThat(escape("x" + "\u0000".repeat(70_000))).hasSize(1 + 4 * 16_383).endsWith("\\x00");
        assertThat(escape("x".repeat(65_535) + "\\z")).hasSize(65_535);
    }

    @Property
    void anyBytesBecomeCleanBoundedTextThatGivesThemBack(@ForAll byte[] bytes) {
        String text = RawText.escape(bytes);
        assertThat(text.chars().filter(c -> c != '\t').noneMatch(Character::isISOControl)).isTrue();
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(65_536);
        assertThat(RawText.bytes(text)).isEqualTo(bytes);
    }

    @Test
    void aCutTextGivesBackHowItBegan() {
        String longText = "顺\\\u0001".repeat(20_000);
        byte[] begin = RawText.bytes(escape(longText));
        assertThat(longText.getBytes(StandardCharsets.UTF_8)).startsWith(begin);
        assertThat(begin).hasSizeGreaterThan(20_000);
    }

    @Test
    void aBackslashThatEscapesNothingIsNoneOfOurs() {
        for (String text : new String[] {"\\", "a\\n", "\\x1", "\\xZZ"}) {
            assertThatThrownBy(() -> RawText.bytes(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static String escape(String text) {
        return RawText.escape(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] utf8(String text) {
        return escape(text).getBytes(StandardCharsets.UTF_8);
    }
}
