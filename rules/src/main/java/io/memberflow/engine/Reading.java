package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.RowField;
import io.memberflow.member.Unit;

/**
 * What a rule reads of a row: a field, or an attribute.
 *
 * @param field null for an attribute
 * @param attribute the attribute's name, null for a field
 */
public record Reading(RowField field, String attribute) {

    /** What it means: {@link Unit#TEXT} for a text. */
    public Unit unit() {
        return field == null ? Unit.TEXT : field.unit();
    }

    public boolean isText() {
        return unit() == Unit.TEXT;
    }

    /** Whether each day's passing moves it. */
    boolean countsDays() {
        return unit() == Unit.DAYS;
    }

    /** As rules write it. */
    public String name() {
        return field == null ? "attributes[\"" + attribute + "\"]" : field.name();
    }

    /** {@link Fact#ABSENT} when the row has it not. */
    long number(Row row) {
        return row.number(field.index());
    }

    /** Null when the row has it not. */
    String text(Row row) {
        return field == null ? row.attribute(attribute) : row.text(field.index());
    }

    boolean isPresent(Row row) {
        return isText() ? text(row) != null : number(row) != Fact.ABSENT;
    }
}
