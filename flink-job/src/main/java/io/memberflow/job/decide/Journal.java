package io.memberflow.job.decide;

import io.memberflow.engine.Standing;
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
    private static final String TAG = "TAG";

    /** Kind, name, value and rule of one thing that stood, as they lie in {@link Written}. */
    static final int FIELDS = 4;

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

    /** What stands, {@link #FIELDS} texts each. */
    static String[] standing(Verdict verdict) {
        Map<Name, String> all = new LinkedHashMap<>();
        for (Standing standing : verdict.standings()) {
            all.put(
                    new Name(
                            standing.model().kind().name(),
                            standing.model().id(),
                            standing.value()),
                    standing.rule().name());
        }
        for (TagStanding tag : verdict.tags()) {
            if (tag.key() != null && !tag.key().sensitive()) {
                String rule = tag.rule() == null ? null : tag.rule().name();
                all.merge(new Name(TAG, tag.name(), tag.value()), orNone(rule), Journal::aRule);
            }
        }
        List<String> texts = new ArrayList<>(all.size() * FIELDS);
        all.forEach(
                (name, rule) -> {
                    texts.add(name.kind());
                    texts.add(name.name());
                    texts.add(name.value());
                    texts.add(rule);
                });
        return texts.toArray(String[]::new);
    }

    private static String orNone(String rule) {
        return rule == null ? "" : rule;
    }

    private static String aRule(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    /**
     * The changes, those that left first.
     *
     * @param before what stood, as {@link #standing} gives it
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

    private static Map<Name, String> byName(String[] texts) {
        Map<Name, String> all = new LinkedHashMap<>();
        for (int i = 0; i < texts.length; i += FIELDS) {
            all.put(new Name(texts[i], texts[i + 1], texts[i + 2]), texts[i + 3]);
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
        if (name.kind().equals(TAG)) {
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
