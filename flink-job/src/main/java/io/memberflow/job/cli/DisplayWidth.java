package io.memberflow.job.cli;

/** How many columns text takes on a terminal: Chinese, Japanese and Korean characters take two. */
final class DisplayWidth {

    /** First and last code points of what is two columns wide (East Asian Width W and F). */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0xA000,
        0xA4CF, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6,
        0x1F300, 0x1F64F, 0x1F900, 0x1F9FF, 0x20000, 0x3FFFD
    };

    private DisplayWidth() {}

    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The text with spaces after it up to {@code columns}, or cut to fit. */
    static String pad(String text, int columns) {
        StringBuilder padded = new StringBuilder();
        int width = 0;
        for (int c : text.codePoints().toArray()) {
            if (width + of(c) > columns) {
                break;
            }
            padded.appendCodePoint(c);
            width += of(c);
        }
        return padded.append(" ".repeat(columns - width)).toString();
    }

    private static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || type == Character.CONTROL) {
            return 0;
        }
        for (int i = 0; i < WIDE.length; i += 2) {
            if (codePoint >= WIDE[i] && codePoint <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }
}
