package io.memberflow.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void idsAreTrimmedAndNormalised() {
        assertThat(Texts.normaliseId("m-42")).isEqualTo("m-42");
        assertThat(Texts.normaliseId("\u3000\u00A0 ｍ－４２\u2003\t")).isEqualTo("m-42");
        assertThat(Texts.normaliseId("e\u0301")).isEqualTo("é");
        assertThat(Texts.normaliseId("a b")).isEqualTo("a b");
        assertThat(Texts.normaliseId("\u2028 ")).isEmpty();
        assertThat(Texts.normaliseId("\u00B4x")).isEqualTo("\u0301x");
    }

    @Test
    void lengthIsCountedInCodePointsAfterNormalising() {
        assertThat(Texts.normaliseId("x".repeat(128))).hasSize(128);
        assertThat(Texts.normaliseId("x".repeat(129))).isNull();
        assertThat(Texts.normaliseId("🎁".repeat(128))).hasSize(256);
        assertThat(Texts.normaliseId("🎁".repeat(129))).isNull();
        assertThat(Texts.normaliseId("e\u0301".repeat(128))).hasSize(128);
        assertThat(Texts.normaliseId("\uFDFA".repeat(128))).isNull();
        assertThat(Texts.normaliseId(" ".repeat(5_000) + "x")).isEqualTo("x");
    }

    @Test
    void longRunsOfMarksAreCheap() {
        String marks = "\u0301\u0316".repeat(250_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(Texts.normaliseId(marks)).isNull());
    }

    @Test
    void forbiddenCharactersAreNamed() {
        assertThat(Texts.forbidden("tab\t line\r\n 🎁 é")).isNull();
        assertThat(Texts.forbidden("a\u0000")).isEqualTo("the control character U+0000");
        assertThat(Texts.forbidden("\u007F")).isEqualTo("the control character U+007F");
        assertThat(Texts.forbidden("\u0085")).isEqualTo("the control character U+0085");
        assertThat(Texts.forbidden("\uD800x")).isEqualTo("the unpaired surrogate U+D800");
        assertThat(Texts.forbidden("\uDC00\uD800")).isEqualTo("the unpaired surrogate U+DC00");
        assertThat(Texts.forbidden("x\uD83C")).isEqualTo("the unpaired surrogate U+D83C");
    }

    @Test
    void quotedValuesAreShortAndHarmless() {
        assertThat(Texts.quote("a\"b\\c\u001B\u202E")).isEqualTo("\"a\\\"b\\\\c\\u001b\\u202e\"");
        assertThat(Texts.quote("x".repeat(1_000))).isEqualTo("\"" + "x".repeat(40) + "…\"");
    }

    @Property
    void normalisingTwiceChangesNothing(@ForAll String id) {
        String once = Texts.normaliseId(id);
        if (once != null) {
            assertThat(Texts.normaliseId(once)).isEqualTo(once);
        }
    }
}
