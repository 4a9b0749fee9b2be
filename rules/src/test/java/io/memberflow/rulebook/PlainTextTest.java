package io.memberflow.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lifecycle.成熟期",
                "1/2、3/4",
                "100-200",
                "（近90天）",
                "iPhone 5S",
                "é",
                "300及以上",
                "カタカナ",
                "😀",
                "骨灰级网购者"
            })
    void namesAsPeopleWriteThem(String name) {
        assertThat(PlainText.oddInName(name)).isEmpty();
        assertThat(PlainText.hidden(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0430", "\u03BF", "\uFF21", "e\u0301", "\u2F25", "\u00A0", "\u3000", "\u200B",
                "\u202E", " a", "a ", "\u3164", "\u0000", "\uDC00", "\t", "\n", "\u0661"
            })
    void namesThatLookLikeOthers(String name) {
        assertThat(PlainText.oddInName(name)).isPresent();
        assertThat(PlainText.oddInName("好" + name + "好").isPresent())
                .isEqualTo(!name.contains("a"));
    }

    @Test
    void theCharacterIsPlacedAndNamed() {
        PlainText.Odd odd = PlainText.oddInName("好\u0430").orElseThrow();
        assertThat(odd.at()).isEqualTo(1);
        assertThat(odd.en()).startsWith("\u0430 (U+0430) is neither Chinese nor Latin");
        assertThat(PlainText.hidden("好\n\u200B").orElseThrow())
                .isEqualTo(
                        new PlainText.Odd(
                                2,
                                "这里有看不见的字符 U+200B，请删除",
                                "Here is the hidden character U+200B. Remove it"));
        assertThat(PlainText.oddInName("\uFF21").orElseThrow().en()).endsWith("Write A");
    }
}
