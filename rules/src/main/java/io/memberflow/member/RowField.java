package io.memberflow.member;

/**
 * One thing a rule can read of a fact of some type.
 *
 * @param type the facts that have it
 * @param index where it stands: among the texts for {@link Unit#TEXT}, else among the numbers
 * @param name as rules write it
 * @param unit what it means
 */
public record RowField(RowType type, int index, String name, Unit unit) {

    public boolean isText() {
        return unit == Unit.TEXT;
    }
}
