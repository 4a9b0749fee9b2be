package io.memberflow.facts;

import java.util.Arrays;

/** Epoch days between two ends, both included: all that are added, or the first of them. */
public final class DaysBetween {
    private static final int[] NONE = new int[0];

    private final int from;
    private final int to;
    private final boolean all;

    /** In the order in which they were added, some of them more than once. */
    private int[] added = NONE;

    private int size;
    private int first = Integer.MAX_VALUE;

    private DaysBetween(int from, int to, boolean all) {
        this.from = from;
        this.to = to;
        this.all = all;
    }

    /** Keeps all of them. */
    public static DaysBetween all(int from, int to) {
        return new DaysBetween(from, to, true);
    }

    /** Keeps the first of them alone. */
    public static DaysBetween first(int from, int to) {
        return new DaysBetween(from, to, false);
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** Adds a day unless it lies before or after the two ends. */
    public void add(long day) {
        if (from <= day && day <= to) {
            first = Math.min(first, (int) day);
            if (all) {
                if (size == added.length) {
                    added = Arrays.copyOf(added, Math.max(16, 2 * size));
                }
                added[size++] = (int) day;
            }
        }
    }

    /** Adds the days that lie so many days after one. */
    void addAll(int day, int[] distances) {
        for (int distance : distances) {
            add((long) day + distance);
        }
    }

    /** The first day that was added, null for none. */
    public Integer first() {
        return first == Integer.MAX_VALUE ? null : (Integer) first;
    }

    /** All that were added, ascending, each once. */
    public int[] ascending() {
        Arrays.sort(added, 0, size);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || added[i] != added[i - 1]) {
                added[distinct++] = added[i];
            }
        }
        size = distinct;
        return Arrays.copyOf(added, size);
    }
}
