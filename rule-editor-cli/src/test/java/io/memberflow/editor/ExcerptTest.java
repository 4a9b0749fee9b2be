package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void aChineseCharacterMovesTheCaretByTwo() {
        assertThat(Excerpt.of("a\n中文 x = 1\n", 2, 4)).containsExactly("    中文 x = 1", "         ^");
    }

    @Test
    void aCharacterBeyondTheBasicPlaneIsOneColumnOfText() {
        assertThat(Excerpt.of("𠮷x", 1, 2)).containsExactly("    𠮷x", "      ^");
    }

    @Test
    void tabsAreFourBlanks() {
        assertThat(Excerpt.of("\tx", 1, 2)).containsExactly("        x", "        ^");
    }

    @Test
    void aLongLineIsCutAroundThePlace() {
        String line = "开".repeat(100) + "X" + "尾".repeat(100);
        var excerpt = Excerpt.of(line, 1, 101);
        assertThat(excerpt).allMatch(part -> Excerpt.width(part) <= 80);
        int caret = excerpt.get(1).indexOf('^');
        assertThat(Excerpt.width(excerpt.get(0).substring(0, excerpt.get(0).indexOf('X'))))
                .isEqualTo(caret);
    }

    @Test
    void whatIsNotThereHasNoExcerpt() {
        assertThat(Excerpt.of("a\n\nb", 2, 1)).isEmpty();
        assertThat(Excerpt.of("a", 9, 1)).isEmpty();
    }
}
