package io.memberflow.job.decide;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.Decider;
import io.memberflow.engine.FactsJson;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Turn;
import io.memberflow.engine.Verdict;
import io.memberflow.facts.Receivers;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.RowVersions;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.MemberHistory;
import java.util.ArrayList;
import java.util.List;

/** Writes a verdict down as the rows of the tables. */
final class MemberRowsWriter {
    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    private final FactSchema schema;
    private final int[] windowBases;
    private final int life;

    MemberRowsWriter(FactSchema schema) {
        this.schema = schema;
        this.windowBases =
                FactSchema.STANDARD_WINDOWS.stream().mapToInt(schema::windowBase).toArray();
        this.life = schema.windowBase(Fact.LIFE);
    }

    /** All the facts of a member, as they stand in their table. */
    String facts(MemberHistory history, Verdict verdict) {
        return FactsJson.write(
                schema, verdict.facts(), List.copyOf(Receivers.addresses(history, verdict.asOf())));
    }

    /** The rows of a member in a live job, with what entered and left. */
    MemberRows write(
            MemberHistory history,
            Verdict verdict,
            String facts,
            MemberRows.Change[] changes,
            long lostAfter,
            Decider decider,
            long rowVersion,
            long now) {
        return rows(
                history,
                verdict,
                facts,
                lostAfter == RowVersions.NONE,
                lostAfter,
                changes,
                decider,
                rowVersion,
                now);
    }

    /** The rows of a member, with the changes given for its history, or null for none. */
    MemberRows write(
            MemberHistory history,
            Verdict verdict,
            List<Turn> turns,
            Decider decider,
            RowVersions versions,
            long now) {
        MemberRows.Change[] changes =
                turns == null ? new MemberRows.Change[0] : changes(turns, versions);
        return rows(
                history,
                verdict,
                facts(history, verdict),
                turns != null,
                MemberRows.NOTHING_LOST,
                changes,
                decider,
                versions.next(),
                now);
    }

    private MemberRows rows(
            MemberHistory history,
            Verdict verdict,
            String facts,
            boolean isHistory,
            long lostAfter,
            MemberRows.Change[] changes,
            Decider decider,
            long rowVersion,
            long now) {
        CutPoints cutPoints = decider.scoring().cutPoints();
        return new MemberRows(
                history.memberId(),
                rowVersion,
                verdict.asOf(),
                now,
                decider.rules().version(),
                // Those of nobody are no row of cut_points.
                cutPoints == null || cutPoints.members() == 0 ? null : cutPoints.id(),
                profile(verdict),
                verdict.standings().stream()
                        .map(MemberRowsWriter::segment)
                        .toArray(MemberRows.Segment[]::new),
                verdict.tags().stream()
                        .map(tag -> tag(tag, decider.rules().version()))
                        .toArray(MemberRows.Tag[]::new),
                profileTags(verdict.tags()),
                facts,
                history.forgotten(),
                isHistory,
                lostAfter,
                changes);
    }

    private MemberRows.Profile profile(Verdict verdict) {
        long[] facts = verdict.facts().numbers();
        int[] orders = new int[windowBases.length];
        long[] amount = new long[windowBases.length];
        int[] orderDays = new int[windowBases.length];
        int[] refunds = new int[windowBases.length];
        for (int i = 0; i < windowBases.length; i++) {
            orders[i] = (int) facts[windowBases[i] + FactSchema.ORDERS];
            amount[i] = facts[windowBases[i] + FactSchema.AMOUNT];
            orderDays[i] = (int) facts[windowBases[i] + FactSchema.ORDER_DAYS];
            refunds[i] = (int) facts[windowBases[i] + FactSchema.REFUNDS];
        }
        int year = windowBases[windowBases.length - 1];
        return new MemberRows.Profile(
                orders,
                amount,
                orderDays,
                refunds,
                orNull(facts[year + FactSchema.AVERAGE_ORDER_VALUE]),
                (int) facts[life + FactSchema.ORDERS],
                facts[life + FactSchema.AMOUNT],
                (int) facts[life + FactSchema.ORDER_DAYS],
                facts[life + FactSchema.ITEMS],
                (int) facts[life + FactSchema.REFUNDS],
                facts[life + FactSchema.REFUND_AMOUNT],
                orNull(facts[life + FactSchema.AVERAGE_ORDER_VALUE]),
                intOrNull(facts, "firstOrderOn"),
                intOrNull(facts, "lastOrderOn"),
                intOrNull(facts, "medianGapDays"),
                intOrNull(facts, "rScore"),
                intOrNull(facts, "fScore"),
                intOrNull(facts, "mScore"),
                verdict.nextCheckOn());
    }

    private Integer intOrNull(long[] facts, String name) {
        long value = facts[schema.get(name).index()];
        return value == Fact.ABSENT ? null : (int) value;
    }

    private static Long orNull(long value) {
        return value == Fact.ABSENT ? null : value;
    }

    private static MemberRows.Segment segment(Standing standing) {
        return new MemberRows.Segment(
                standing.model().id(),
                standing.value(),
                standing.model().kind().name(),
                standing.previousValue(),
                standing.since(),
                standing.nextValue(),
                standing.nextOn(),
                standing.rule().name(),
                standing.reason().toJson());
    }

    private static MemberRows.Tag tag(TagStanding tag, int release) {
        boolean ofRule = tag.rule() != null;
        return new MemberRows.Tag(
                tag.name(),
                tag.value(),
                tag.source(),
                true,
                tag.since(),
                tag.until(),
                ofRule ? tag.rule().name() : null,
                ofRule ? tag.reason().toJson() : null,
                ofRule ? release : null);
    }

    /**
     * The tags that stand, by key; sensitive ones are left out, and so are those of keys that the
     * catalogue does not know, since nobody said that they are not.
     */
    private static String profileTags(List<TagStanding> tags) {
        ObjectNode json = JSON.objectNode();
        for (TagStanding tag : tags) {
            if (tag.stands() && tag.key() != null && !tag.key().sensitive()) {
                json.withArrayProperty(tag.name()).add(tag.value());
            }
        }
        return json.toString();
    }

    /** The changes of one day share a version, so that each is a row of its own by its key. */
    private static MemberRows.Change[] changes(List<Turn> turns, RowVersions versions) {
        List<MemberRows.Change> changes = new ArrayList<>();
        long version = 0;
        int day = Integer.MIN_VALUE;
        for (Turn turn : turns) {
            if (turn.day() != day) {
                day = turn.day();
                version = versions.next();
            }
            changes.add(
                    new MemberRows.Change(
                            version,
                            turn.kind(),
                            turn.name(),
                            turn.value(),
                            turn.entered() ? "ENTER" : "LEAVE",
                            turn.day(),
                            turn.cause().name(),
                            turn.rule() == null ? null : turn.rule().name(),
                            turn.reason() == null ? null : turn.reason().toJson()));
        }
        return changes.toArray(MemberRows.Change[]::new);
    }
}
