package io.memberflow.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * One rule, as understood from its text.
 *
 * @param name unique within the rulebook
 * @param file path within the rulebook
 * @param line where it starts
 * @param title what to call it before people; the name when none is given
 * @param salience the greater wins within a model or a key that holds a single value
 * @param keepDays how many days, the day itself included, what it gives is kept; 0 for as long as
 *     the rule holds
 * @param when what it asks for
 * @param gives the values of models it gives when that holds
 * @param tags the tags it gives when that holds
 */
public record Rule(
        String name,
        String file,
        int line,
        String title,
        int salience,
        int keepDays,
        Condition when,
        List<Gift> gives,
        List<TagGift> tags) {

    /**
     * A value of a model.
     *
     * @param model position in the catalogue
     * @param value position in the model, -1 when {@code from} says it
     * @param from where the value's name is read, null when it is fixed
     */
    public record Gift(int model, int value, Bound from) {}

    /**
     * A value of a tag.
     *
     * @param key position in the catalogue
     * @param value the value, null when {@code from} says it
     * @param from where the value is read, null when it is fixed
     */
    public record TagGift(int key, String value, Bound from) {}

    /** The same rule, told to stand in another line. */
    Rule at(int line) {
        return new Rule(name, file, line, title, salience, keepDays, when, gives, tags);
    }

    /** Everything read of matched rows to be given, models first. */
    List<Bound> boundGifts() {
        List<Bound> bound = new ArrayList<>(0);
        for (Gift gift : gives) {
            if (gift.from() != null) {
                bound.add(gift.from());
            }
        }
        for (TagGift gift : tags) {
            if (gift.from() != null) {
                bound.add(gift.from());
            }
        }
        return bound;
    }
}
