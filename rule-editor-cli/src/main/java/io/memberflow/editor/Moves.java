package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Outcome;
import io.memberflow.engine.RuleTag;
import io.memberflow.member.DayFacts;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.TagKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who has another value by the candidate than by the active release. One a thread, then added. */
final class Moves {
    static final String NONE = "";

    /**
     * Pairs of outcomes remembered at most; what further ones differ in is worked out each time.
     */
    private static final int MAX_PAIRS = 100_000;

    private static final int MOST_EXAMPLES = 3;

    private final CompiledRules active;
    private final CompiledRules candidate;
    private final int amount;
    private final Map<Move, Tally> tallies = new TreeMap<>();
    private final Map<Pair, List<Move>> known = new HashMap<>();
    private long members;
    private long changed;

    Moves(CompiledRules active, CompiledRules candidate) {
        this.active = active;
        this.candidate = candidate;
        this.amount = active.schema().get("d365.amount").index();
    }

    /**
     * From one value to another; of tags, to or from nothing.
     *
     * @param isModel else it is the key of a tag
     * @param name the model's id, or the key
     * @param from a value, {@link #NONE} for none
     * @param rule the rule that is why: by which the candidate gives the value, else by which the
     *     active release did
     */
    record Move(boolean isModel, String name, String from, String to, String rule)
            implements Comparable<Move> {
        @Override
        public int compareTo(Move other) {
            int byKind = Boolean.compare(other.isModel, isModel);
            int byName = byKind != 0 ? byKind : name.compareTo(other.name);
            int byFrom = byName != 0 ? byName : from.compareTo(other.from);
            int byTo = byFrom != 0 ? byFrom : to.compareTo(other.to);
            return byTo != 0 ? byTo : rule.compareTo(other.rule);
        }
    }

    /** How many, how much they bought within a year, and the least ids of them. */
    static final class Tally {
        private long members;
        private long fen;
        private final TreeSet<String> examples = new TreeSet<>();

        long members() {
            return members;
        }

        long fen() {
            return fen;
        }

        TreeSet<String> examples() {
            return examples;
        }

        private void add(long more, long moreFen) {
            members += more;
            fen += moreFen;
        }

        private void example(String id) {
            examples.add(id);
            if (examples.size() > MOST_EXAMPLES) {
                examples.pollLast();
            }
        }
    }

    /**
     * What two releases said of a member. Outcomes are shared by the members who are alike, so that
     * the same two come again and again.
     */
    private record Pair(Outcome was, Outcome is) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pair pair && was == pair.was && is == pair.is;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(was) * 31 + System.identityHashCode(is);
        }
    }

    /** Counts a member. */
    void add(String memberId, DayFacts before, DayFacts after) {
        Pair pair = new Pair(active.decide(before), candidate.decide(after));
        List<Move> moves = known.get(pair);
        if (moves == null) {
            moves = between(pair.was(), pair.is());
            if (known.size() < MAX_PAIRS) {
                known.put(pair, moves);
            }
        }
        long fen = Math.max(0, before.numbers()[amount]);
        for (Move move : moves) {
            Tally tally = tallies.computeIfAbsent(move, m -> new Tally());
            tally.add(1, fen);
            tally.example(memberId);
        }
        members++;
        changed += moves.isEmpty() ? 0 : 1;
    }

    private List<Move> between(Outcome was, Outcome is) {
        List<Move> moves = new ArrayList<>(0);
        models(was, is, moves);
        tags(was, is, moves);
        return List.copyOf(moves);
    }

    private void models(Outcome was, Outcome is, List<Move> moves) {
        for (Model model : candidate.catalogue().models()) {
            int number = candidate.catalogue().indexOf(model.id());
            int before = active.catalogue().indexOf(model.id());
            String from = before < 0 ? NONE : value(active, before, was);
            String to = value(candidate, number, is);
            if (!from.equals(to)) {
                moves.add(new Move(true, model.id(), from, to, rules(was, before, is, number)));
            }
        }
        for (int i = 0; i < active.catalogue().models().size(); i++) {
            String id = active.catalogue().models().get(i).id();
            String from = value(active, i, was);
            if (candidate.catalogue().indexOf(id) < 0 && !from.equals(NONE)) {
                moves.add(new Move(true, id, from, NONE, rules(was, i, is, -1)));
            }
        }
    }

    private void tags(Outcome was, Outcome is, List<Move> moves) {
        Map<String, RuleTag> before = byName(active, was);
        Map<String, RuleTag> after = byName(candidate, is);
        for (Map.Entry<String, RuleTag> one : after.entrySet()) {
            if (!before.containsKey(one.getKey())) {
                RuleTag tag = one.getValue();
                String rule = candidate.rules().get(tag.rule()).name();
                moves.add(new Move(false, key(candidate, tag), NONE, tag.value(), rule));
            }
        }
        for (Map.Entry<String, RuleTag> one : before.entrySet()) {
            if (!after.containsKey(one.getKey())) {
                RuleTag tag = one.getValue();
                String rule = active.rules().get(tag.rule()).name();
                moves.add(new Move(false, key(active, tag), tag.value(), NONE, rule));
            }
        }
    }

    private static Map<String, RuleTag> byName(CompiledRules rules, Outcome outcome) {
        Map<String, RuleTag> byName = new TreeMap<>();
        outcome.tags().forEach(tag -> byName.put(key(rules, tag) + "=" + tag.value(), tag));
        return byName;
    }

    private static String key(CompiledRules rules, RuleTag tag) {
        return rules.catalogue().tags().get(tag.key()).key();
    }

    private static String value(CompiledRules rules, int model, Outcome outcome) {
        int value = outcome.value(model);
        return value < 0 ? NONE : rules.catalogue().models().get(model).values().get(value).value();
    }

    private String rules(Outcome was, int before, Outcome is, int after) {
        if (after >= 0 && is.rule(after) >= 0) {
            return candidate.rules().get(is.rule(after)).name();
        }
        return before >= 0 && was.rule(before) >= 0
                ? active.rules().get(was.rule(before)).name()
                : "";
    }

    /** Adds what another thread counted. */
    void addAll(Moves other) {
        members += other.members;
        changed += other.changed;
        other.tallies.forEach(
                (move, theirs) -> {
                    Tally mine = tallies.computeIfAbsent(move, m -> new Tally());
                    mine.add(theirs.members, theirs.fen);
                    theirs.examples.forEach(mine::example);
                });
    }

    /** What moved, models first, by name. */
    Map<Move, Tally> tallies() {
        return tallies;
    }

    long members() {
        return members;
    }

    /** Members with any change at all. */
    long changed() {
        return changed;
    }

    double percent() {
        return members == 0 ? 0 : Math.ceil(10_000.0 * changed / members) / 100;
    }

    /** Whether examples of it may be named: nothing sensitive stands outside member_tag. */
    boolean mayBeNamed(Move move) {
        return move.isModel()
                || !(isSensitive(active, move.name()) || isSensitive(candidate, move.name()));
    }

    private static boolean isSensitive(CompiledRules rules, String key) {
        int number = rules.catalogue().indexOfTag(key);
        return number >= 0 && ((TagKey) rules.catalogue().tags().get(number)).sensitive();
    }

    Model.Kind kind(String model) {
        int number = candidate.catalogue().indexOf(model);
        return number >= 0
                ? candidate.catalogue().models().get(number).kind()
                : active.catalogue().models().get(active.catalogue().indexOf(model)).kind();
    }
}
