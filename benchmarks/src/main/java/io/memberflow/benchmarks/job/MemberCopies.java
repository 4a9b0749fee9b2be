package io.memberflow.benchmarks.job;

import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.MemberRows.Change;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of many members, made of those of some: the same again under other ids.
 *
 * @param distinct at least one
 * @param members how many
 */
record MemberCopies(List<MemberRows> distinct, int members) {
    /**
     * The rows of a member.
     *
     * @param version greater in a later pass
     */
    MemberRows rows(int member, long version) {
        MemberRows of = distinct.get(member % distinct.size());
        return new MemberRows(
                "m%08d".formatted(member),
                version,
                of.asOf(),
                of.evaluatedAt(),
                of.rulesVersion(),
                of.cutPointsId(),
                of.profile(),
                of.segments(),
                of.tags(),
                of.profileTags(),
                of.facts(),
                false,
                false,
                MemberRows.NOTHING_LOST,
                Arrays.stream(of.changes())
                        .map(change -> at(change, version))
                        .toArray(Change[]::new));
    }

    private static Change at(Change change, long version) {
        return new Change(
                version,
                change.kind(),
                change.name(),
                change.value(),
                change.change(),
                change.onDate(),
                change.cause(),
                change.rule(),
                change.reason());
    }

    /** Rows of all tables in one pass. */
    long rows() {
        long rows = 0;
        for (int member = 0; member < members; member++) {
            MemberRows of = distinct.get(member % distinct.size());
            rows += 2L + of.segments().length + of.tags().length + of.changes().length;
        }
        return rows;
    }
}
