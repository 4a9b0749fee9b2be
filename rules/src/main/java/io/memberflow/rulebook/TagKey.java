package io.memberflow.rulebook;

import java.util.List;

/**
 * A key that members are tagged with.
 *
 * @param key {@code <trade>.<Chinese name>}, or the name alone for every trade
 * @param en title in English, the key itself when none is given
 * @param single whether a member has one value of it at most, from one source
 * @param open whether any value may be given; else only {@code values}
 * @param sensitive whether it is kept out of everything but {@code member_tag}
 * @param values what it can be, in order
 */
public record TagKey(
        String key,
        String en,
        boolean single,
        boolean open,
        boolean sensitive,
        List<Model.Value> values) {

    /** The trade that the key belongs to, null for every trade. */
    public String trade() {
        int dot = key.indexOf('.');
        return dot < 0 ? null : key.substring(0, dot);
    }

    /** Position of a value; behind all of them when it is not listed. */
    public int indexOf(String value) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).value().equals(value)) {
                return i;
            }
        }
        return values.size();
    }

    /** Whether a member can be tagged with that value. */
    public boolean allows(String value) {
        return indexOf(value) < values.size()
                || (open && !value.isBlank() && value.length() <= MAX_VALUE);
    }

    /** The longest value, in characters. */
    public static final int MAX_VALUE = 256;
}
