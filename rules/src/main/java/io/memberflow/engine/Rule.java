package io.memberflow.engine;

import java.util.List;

/**
 * One rule, as understood from its text.
 *
 * @param name unique within the rulebook
 * @param file path within the rulebook
 * @param line where it starts
 * @param title what to call it before people; the name when none is given
 * @param salience the greater wins within a model
 * @param when what it asks for
 * @param gives what it gives when that holds
 */
public record Rule(
        String name,
        String file,
        int line,
        String title,
        int salience,
        Condition when,
        List<Gift> gives) {

    /**
     * A value of a model.
     *
     * @param model position in the catalogue
     * @param value position in the model
     */
    public record Gift(int model, int value) {}
}
