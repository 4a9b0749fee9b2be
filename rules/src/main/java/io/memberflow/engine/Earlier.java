package io.memberflow.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * What an earlier verdict of a member by the same rules and cut points says of days that nothing
 * has changed since: what stood then is not looked for again.
 */
public final class Earlier {
    /** Nothing was found before. */
    public static final Earlier NOTHING = new Earlier(Integer.MAX_VALUE, Integer.MIN_VALUE);

    private static final String OF_MODEL = "";

    private final int asOf;
    private final int until;
    private final Map<Thing, Run> runs = new HashMap<>();

    private record Thing(String name, String value, String source) {}

    /** Unbroken days with something, up to the day of the verdict. */
    record Run(int since, String previous) {}

    /**
     * @param asOf the epoch day of the verdict
     * @param until the last epoch day whose verdict is still what it was: before the first change
     *     of the member's history, and before the day on which the verdict was to be looked at
     *     again
     */
    public Earlier(int asOf, int until) {
        this.asOf = asOf;
        this.until = until;
    }

    /** A value stood since that day, and another one before it, or null. */
    public Earlier value(String model, String value, int since, String previous) {
        return add(new Thing(model, value, OF_MODEL), new Run(since, previous));
    }

    /** A tag of a source stood since that day. */
    public Earlier tag(String key, String value, String source, int since) {
        return add(new Thing(key, value, source), new Run(since, null));
    }

    private Earlier add(Thing thing, Run run) {
        if (run.since() <= until) {
            runs.put(thing, run);
        }
        return this;
    }

    int until() {
        return until;
    }

    /** Whether everything that stood on that day is told: what is not was not there. */
    boolean tellsOf(int day) {
        return asOf <= day && day <= until;
    }

    Run ofValue(String model, String value) {
        return runs.get(new Thing(model, value, OF_MODEL));
    }

    Run ofTag(String key, String value, String source) {
        return runs.get(new Thing(key, value, source));
    }
}
