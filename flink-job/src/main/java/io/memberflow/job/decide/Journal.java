package io.memberflow.job.decide;

import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Verdict;
import io.memberflow.job.sink.MemberRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What entered and left between two writes of a member: values, and tags that are not sensitive,
 * from whichever source.
 */
final class Journal {
    private Journal() {}

    /** Why members are decided. */
    enum Cause {
        ORDER,
        PROFILE,
        BEHAVIOUR,
        TIME,
        RULES,
        POPULATION
    }

    /** Tells why a rule gives a value no longer, as JSON, or null when there is no such rule. */
    interface Left {
        String reason(String rule, String value);
    }

    private record Name(String kind, String name, String value) {}

    private static String aRule(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    /**
     * The changes, those that left first.
     *
     * @param before what stood, as {@link Written} has it
     * @param now what stands
     * @param left why a rule gives a value no longer
     * @param rowVersion that the rows are written with
     * @param day the epoch day it is
     */
    static MemberRows.Change[] changes(
            String[] before,
            String[] now,
            Verdict verdict,
            Left left,
            long rowVersion,
            int day,
            Cause cause) {
        Map<Name, String> gone = byName(before);
        Map<Name, String> entered = byName(now);
        gone.keySet().removeAll(byName(now).keySet());
        entered.keySet().removeAll(byName(before).keySet());
        List<MemberRows.Change> changes = new ArrayList<>();
        gone.forEach(
                (name, rule) ->
                        changes.add(
                                change(
                                        name,
                                        "LEAVE",
                                        rule,
                                        rule.isEmpty() ? null : left.reason(rule, name.value()),
                                        rowVersion,
                                        day,
                                        cause)));
        entered.forEach(
                (name, rule) ->
                        changes.add(
                                change(
                                        name,
                                        "ENTER",
                                        rule,
                                        reason(name, verdict),
                                        rowVersion,
                                        day,
                                        cause)));
        return changes.toArray(MemberRows.Change[]::new);
    }

    /**
     * What may be told, with its rule; of a tag from more than one source a rule, if any gave it.
     */
    private static Map<Name, String> byName(String[] texts) {
        Map<Name, String> all = new LinkedHashMap<>();
        for (int i = 0; i < texts.length; i += Written.FIELDS) {
            if (!texts[i].equals(Written.SECRET)) {
                all.merge(
                        new Name(texts[i], texts[i + 1], texts[i + 2]),
                        texts[i + 4],
                        Journal::aRule);
            }
        }
        return all;
    }

    private static MemberRows.Change change(
            Name name,
            String change,
            String rule,
            String reason,
            long rowVersion,
            int day,
            Cause cause) {
        return new MemberRows.Change(
                rowVersion,
                name.kind(),
                name.name(),
                name.value(),
                change,
                day,
                cause.name(),
                rule.isEmpty() ? null : rule,
                reason);
    }

    private static String reason(Name name, Verdict verdict) {
        if (name.kind().equals(Written.TAG)) {
            for (TagStanding tag : verdict.tags()) {
                if (tag.reason() != null
                        && tag.name().equals(name.name())
                        && tag.value().equals(name.value())) {
                    return tag.reason().toJson();
                }
            }
            return null;
        }
        return verdict.standings().stream()
                .filter(standing -> standing.model().id().equals(name.name()))
                .map(standing -> standing.reason().toJson())
                .findAny()
                .orElse(null);
    }
}
