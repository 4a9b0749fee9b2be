package io.memberflow.job.decide;

import io.memberflow.engine.Decider;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Verdict;
import io.memberflow.job.shadow.ShadowChange;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rulebook.Catalogue;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;

/** Lets a candidate release decide members beside the active one, and only says what differs. */
final class Shadow {
    private static final String NOTHING = "";

    private final ValueState<Differing> differing;
    private final Consumer<ShadowChange> changes;

    /**
     * What a candidate decides otherwise of a member.
     *
     * @param version the candidate
     * @param names of the models and tag keys
     * @param from what the active release gives, one for each name
     * @param to what the candidate gives, one for each name
     */
    public record Differing(int version, String[] names, String[] from, String[] to) {
        private Set<Difference> differences() {
            Set<Difference> all = new LinkedHashSet<>();
            for (int i = 0; i < names.length; i++) {
                all.add(new Difference(names[i], from[i], to[i]));
            }
            return all;
        }

        private static Differing of(int version, Set<Difference> all) {
            return new Differing(
                    version,
                    all.stream().map(Difference::name).toArray(String[]::new),
                    all.stream().map(Difference::from).toArray(String[]::new),
                    all.stream().map(Difference::to).toArray(String[]::new));
        }
    }

    private record Difference(String name, String from, String to) {}

    /**
     * @param differing what was said last of the member whose key is set
     * @param changes takes what is new
     */
    Shadow(ValueState<Differing> differing, Consumer<ShadowChange> changes) {
        this.differing = differing;
        this.changes = changes;
    }

    /**
     * Decides a member by the candidate too, and says what is new.
     *
     * @param active whose verdict it is
     * @param candidate the candidate's decider, null when none is tried
     * @param verdict what the active release says
     * @return the next epoch day on which the candidate could change its mind, or null
     */
    Integer compare(
            Decider active, Decider candidate, MemberHistory history, Verdict verdict, int day)
            throws Exception {
        if (candidate == null) {
            say(history.memberId(), null);
            return null;
        }
        Verdict other = candidate.decide(history, day);
        Set<Difference> differences = models(verdict, other);
        differences.addAll(
                tags(
                        active.rules().catalogue(),
                        candidate.rules().catalogue(),
                        tags(verdict),
                        tags(other)));
        say(history.memberId(), Differing.of(candidate.rules().version(), differences));
        return other.nextCheckOn();
    }

    /** Nothing differs of a member who is gone. */
    void forget(MemberHistory history) throws Exception {
        Differing before = differing.value();
        if (before != null) {
            say(history.memberId(), Differing.of(before.version(), Set.of()));
            differing.clear();
        }
    }

    private void say(String memberId, Differing now) throws Exception {
        Differing before = differing.value();
        if (before != null) {
            boolean over = now == null || now.version() != before.version();
            Set<Difference> ended = before.differences();
            if (!over) {
                ended.removeAll(now.differences());
            }
            ended.forEach(d -> changes.accept(change(before.version(), over, d, -1, memberId)));
        }
        if (now != null) {
            Set<Difference> begun = now.differences();
            if (before != null && before.version() == now.version()) {
                begun.removeAll(before.differences());
            }
            begun.forEach(d -> changes.accept(change(now.version(), false, d, 1, memberId)));
        }
        if (now == null || now.names().length == 0) {
            differing.clear();
        } else {
            differing.update(now);
        }
    }

    private static ShadowChange change(
            int version, boolean over, Difference difference, int members, String memberId) {
        return new ShadowChange(
                version,
                over,
                difference.name(),
                difference.from(),
                difference.to(),
                members,
                memberId);
    }

    private static Set<Difference> models(Verdict active, Verdict candidate) {
        Set<Difference> all = new LinkedHashSet<>();
        TreeMap<String, String> from = models(active);
        TreeMap<String, String> to = models(candidate);
        TreeSet<String> names = new TreeSet<>(from.keySet());
        names.addAll(to.keySet());
        for (String name : names) {
            add(all, name, from.getOrDefault(name, NOTHING), to.getOrDefault(name, NOTHING));
        }
        return all;
    }

    private static Set<Difference> tags(
            Catalogue active,
            Catalogue candidate,
            TreeMap<String, TreeSet<String>> had,
            TreeMap<String, TreeSet<String>> gets) {
        Set<Difference> all = new LinkedHashSet<>();
        TreeSet<String> keys = new TreeSet<>(had.keySet());
        keys.addAll(gets.keySet());
        keys.removeIf(key -> !isOpen(key, active, candidate));
        for (String key : keys) {
            Set<String> lost = new TreeSet<>(had.getOrDefault(key, new TreeSet<>()));
            Set<String> won = new TreeSet<>(gets.getOrDefault(key, new TreeSet<>()));
            Set<String> both = new HashSet<>(lost);
            both.retainAll(won);
            lost.removeAll(both);
            won.removeAll(both);
            if (lost.size() == 1 && won.size() == 1) {
                add(all, key, lost.iterator().next(), won.iterator().next());
            } else {
                lost.forEach(value -> add(all, key, value, NOTHING));
                won.forEach(value -> add(all, key, NOTHING, value));
            }
        }
        return all;
    }

    /** Whether one of them knows the key and none calls it sensitive. */
    private static boolean isOpen(String key, Catalogue... catalogues) {
        boolean known = false;
        for (Catalogue catalogue : catalogues) {
            int index = catalogue.indexOfTag(key);
            known |= index >= 0;
            if (index >= 0 && catalogue.tags().get(index).sensitive()) {
                return false;
            }
        }
        return known;
    }

    private static void add(Set<Difference> all, String name, String from, String to) {
        if (!from.equals(to)) {
            all.add(new Difference(name, from, to));
        }
    }

    private static TreeMap<String, String> models(Verdict verdict) {
        TreeMap<String, String> values = new TreeMap<>();
        for (Standing standing : verdict.standings()) {
            values.put(standing.model().id(), standing.value());
        }
        return values;
    }

    private static TreeMap<String, TreeSet<String>> tags(Verdict verdict) {
        TreeMap<String, TreeSet<String>> values = new TreeMap<>();
        for (TagStanding tag : verdict.tags()) {
            if (tag.stands()) {
                values.computeIfAbsent(tag.name(), name -> new TreeSet<>()).add(tag.value());
            }
        }
        return values;
    }
}
