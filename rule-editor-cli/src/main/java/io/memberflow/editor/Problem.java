package io.memberflow.editor;

import io.memberflow.engine.Finding;
import java.util.List;

/**
 * Something that is wrong at a place of the rulebook, said in one language.
 *
 * @param file path within the rulebook
 * @param line 1-based
 * @param column 1-based, in characters; in sheets, in cells
 * @param of what it is wrong of: a file, a case
 * @param text what is wrong and what to do
 * @param details more lines about it
 */
record Problem(String file, int line, int column, String of, String text, List<String> details) {

    static Problem of(Finding finding, Language language) {
        return new Problem(
                finding.file(),
                finding.line(),
                finding.column(),
                finding.file(),
                language.choose(finding.zh(), finding.en()),
                List.of());
    }

    String place() {
        return file + ":" + line + ":" + column;
    }
}
