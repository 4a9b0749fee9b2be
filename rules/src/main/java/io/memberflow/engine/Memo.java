package io.memberflow.engine;

import io.memberflow.facts.KnownRows;
import io.memberflow.member.DayFacts;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What was found to hold of one member's rows: on another day with the same rows it holds again.
 * Only conditions that neither count days nor look at rows found before may be asked of it.
 */
final class Memo {
    private final IdentityHashMap<Condition, Map<Long, Boolean>> ofVersions =
            new IdentityHashMap<>();
    private final IdentityHashMap<Condition, Parts> ofParts = new IdentityHashMap<>();

    private final IdentityHashMap<RowMasks, RowMasks.Known> ofRows = new IdentityHashMap<>();

    private final KnownRows rows = new KnownRows();

    /** Rows that were made for some day. */
    KnownRows rows() {
        return rows;
    }

    /** What is known of the member's rows of a type by the patterns of some rules. */
    RowMasks.Known known(RowMasks patterns) {
        return ofRows.computeIfAbsent(patterns, p -> new RowMasks.Known());
    }

    /** Of which parts it is known, and of which it holds. */
    private record Parts(BitSet known, BitSet holding) {}

    /**
     * Whether a condition holds of the rows of a version.
     *
     * @param test says so when it is not known
     */
    boolean holds(Condition condition, long version, BooleanSupplier test) {
        return ofVersions
                .computeIfAbsent(condition, c -> new HashMap<>())
                .computeIfAbsent(version, v -> test.getAsBoolean());
    }

    /**
     * Whether a condition holds of any part of the rows of a type.
     *
     * @param test says of rows whether it holds of them
     */
    boolean holdsOfAPart(
            Condition condition, DayFacts facts, RowType type, Predicate<List<Row>> test) {
        Parts parts =
                ofParts.computeIfAbsent(condition, c -> new Parts(new BitSet(), new BitSet()));
        int from = facts.firstPart(type);
        int to = facts.endOfParts(type);
        int first = parts.holding().nextSetBit(from);
        if (first >= 0 && first < to) {
            return true;
        }
        for (int part = parts.known().nextClearBit(from);
                part < to;
                part = parts.known().nextClearBit(part)) {
            parts.known().set(part);
            if (test.test(facts.part(type, part))) {
                parts.holding().set(part);
                return true;
            }
        }
        return false;
    }
}
