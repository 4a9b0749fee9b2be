package io.memberflow.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.Finding;
import io.memberflow.rfm.Scoring;
import java.time.LocalDate;
import java.util.List;

/**
 * A member made up on a calendar, and what has to be decided of it.
 *
 * @param place where the case begins: file, line and column
 * @param name what it is called
 * @param events what is known of the member, in the form of the streams
 * @param scoring the scores by which it is judged, null for the fixed ones of the catalogue
 * @param steps what is expected on which day, in the order of the file
 */
public record CalendarCase(
        Place place, String name, List<Event> events, Scoring scoring, List<Step> steps) {

    /** A place in a file of the rulebook; line and column are 1-based. */
    public record Place(String file, int line, int column) {

        Finding finding(String zh, String en) {
            return new Finding(file, line, column, zh, en);
        }

        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    /** The streams that events come on. */
    enum Stream {
        ORDERS,
        MEMBERS,
        BEHAVIOURS
    }

    /** An event as it would come on its stream. */
    record Event(Stream stream, ObjectNode json, Place place) {}

    /** What is expected on a day. */
    record Step(LocalDate asOf, List<Expectation> expectations) {}

    /** One thing that is expected. */
    sealed interface Expectation {
        Place place();

        /** A model has that value. */
        record Value(Place place, String model, String value) implements Expectation {}

        /** A tag stands, with whatever others of its key. */
        record Tag(Place place, String key, String value) implements Expectation {}

        /** A model has no value, or not that one; a key has no tag, or not that one. */
        record Absent(Place place, boolean isModel, String name, String value)
                implements Expectation {}

        /** The reason of a model's value, or of some tag of a key, names a fact. */
        record Because(Place place, boolean isModel, String name, String fact)
                implements Expectation {}

        /** A number of the member is that; null for a member that has it not. */
        record FactValue(Place place, String fact, Long value) implements Expectation {}
    }
}
