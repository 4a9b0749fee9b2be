package io.memberflow.facts;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.util.EnumSet;
import java.util.Set;

/**
 * What somebody reads of a member; the rest is not worked out.
 *
 * @param numbers numbers of the member
 * @param texts texts of the member
 * @param types the rows that are read; {@link RowType#MEMBER} for the member's attributes
 */
public record Wanted(Set<Fact> numbers, Set<RowField> texts, Set<RowType> types) {

    /** Everything there is. */
    public static Wanted all(FactSchema schema) {
        return new Wanted(
                Set.copyOf(schema.readable()),
                Set.copyOf(RowSchema.of(RowType.MEMBER).fields()),
                EnumSet.allOf(RowType.class));
    }

    boolean number(String name) {
        return numbers.stream().anyMatch(fact -> fact.name().equals(name));
    }

    boolean anyNumber(String... names) {
        return Set.of(names).stream().anyMatch(this::number);
    }

    boolean text(String name) {
        return texts.stream().anyMatch(field -> field.name().equals(name));
    }

    boolean type(RowType type) {
        return types.contains(type);
    }

    /** Whether anything of it comes from profile fields. */
    boolean readsProfile() {
        return anyNumber("birthday", "ageYears", "birthMonth", "registeredOn")
                || !texts.isEmpty()
                || type(RowType.MEMBER)
                || type(RowType.WORD);
    }

    /** Whether anything of it comes from behaviours. */
    boolean readsBehaviours() {
        return number("complaintRate")
                || text("reviewHabit")
                || text("bestContactChannel")
                || type(RowType.BEHAVIOUR);
    }
}
