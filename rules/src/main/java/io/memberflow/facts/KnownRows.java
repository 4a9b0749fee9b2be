package io.memberflow.facts;

import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Rows of one member that were made for one of its days and are wanted for another. */
public final class KnownRows {
    private final Map<RowType, Map<Long, List<Row>>> rows = new EnumMap<>(RowType.class);

    /**
     * The rows of a type, made unless they are known.
     *
     * @param key equal only where the rows differ in nothing but what counts days
     */
    List<Row> of(RowType type, long key, Supplier<List<Row>> maker) {
        return rows.computeIfAbsent(type, t -> new HashMap<>())
                .computeIfAbsent(key, k -> maker.get());
    }
}
