package io.memberflow.editor;

import java.io.PrintWriter;
import java.util.function.BiConsumer;

/** Says on a terminal how far something is, in one line that is written over. */
final class Progress implements BiConsumer<Long, Long> {
    private static final long PAUSE_NANOS = 200_000_000;

    private final Console console;
    private final PrintWriter to;
    private final Language language;
    private long shownAt = System.nanoTime();
    private boolean shown;

    Progress(Console console, PrintWriter to, Language language) {
        this.console = console;
        this.to = to;
        this.language = language;
    }

    @Override
    public void accept(Long done, Long all) {
        if (console.colour() && System.nanoTime() - shownAt > PAUSE_NANOS) {
            shownAt = System.nanoTime();
            shown = true;
            to.print("\r\u001B[K" + Message.LOOKED_AT.in(language, done, all));
            to.flush();
        }
    }

    void end() {
        if (shown) {
            to.print("\r\u001B[K");
            to.flush();
        }
    }
}
