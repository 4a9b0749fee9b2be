package io.memberflow.facts;

import io.memberflow.member.FactSchema;

/** Where the wanted numbers go in a {@code long[]} of facts. */
final class Slots {
    private final FactSchema schema;
    private final Wanted wanted;

    Slots(FactSchema schema, Wanted wanted) {
        this.schema = schema;
        this.wanted = wanted;
    }

    /** The index of that fact, -1 when nobody reads it. */
    int of(String name) {
        return wanted.number(name) ? schema.get(name).index() : -1;
    }
}
