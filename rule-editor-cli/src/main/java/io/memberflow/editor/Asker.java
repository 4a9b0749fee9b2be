package io.memberflow.editor;

import java.util.List;

/** Asks a person. Whoever does not want to answer any more ends it all with {@link Stop}. */
interface Asker extends AutoCloseable {

    /**
     * One of several things.
     *
     * @param id what is answered
     * @param text what is shown
     */
    record Choice(String id, String text) {}

    /** The id of the choice taken. */
    String choose(String question, List<Choice> choices);

    /** A line of text; what is proposed when nothing is typed. */
    String text(String question, String proposed);

    /** Shows something in between. */
    void show(String text);

    @Override
    void close();
}
