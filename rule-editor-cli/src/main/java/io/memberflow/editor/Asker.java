package io.memberflow.editor;

import java.util.List;
import java.util.Locale;

/** Asks a person. Whoever does not want to answer any more ends it all with {@link Stop}. */
interface Asker extends AutoCloseable {

    /**
     * One of several things.
     *
     * @param id what is answered
     * @param text what is shown
     * @param words by which it is found besides its text and id
     * @param onlyFound whether it is shown only to those who search for it
     */
    record Choice(String id, String text, String words, boolean onlyFound) {

        Choice(String id, String text) {
            this(id, text, "", false);
        }

        Choice foundBy(String other) {
            return new Choice(id, text, other, onlyFound);
        }

        Choice onlyWhenFound() {
            return new Choice(id, text, words, true);
        }

        /** Whether all words that are typed, with blanks between, stand in it somewhere. */
        boolean has(String typed) {
            String own = (text + "\n" + id + "\n" + words).toLowerCase(Locale.ROOT);
            for (String word : typed.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
                if (!own.contains(word)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The id of the choice taken. */
    String choose(String question, List<Choice> choices);

    /** A line of text; what is proposed when nothing is typed. */
    String text(String question, String proposed);

    /** Shows something in between. */
    void show(String text);

    @Override
    void close();
}
