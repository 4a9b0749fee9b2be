package io.memberflow.engine;

import io.memberflow.rulebook.Catalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What Drools decided, model by model and key by key. What a model or key is given depends on those
 * fired rules alone that give it, of which there are few sets: an outcome of rules that never fired
 * together before is put together of what is known of each.
 */
final class Pieces {
    private static final int NO_RULE = -1;
    private final int models;
    private final int most;
    private final BitSet[] givers;

    /** Models, and keys after them, in the order in which they are settled. */
    private final int[] order;

    private final List<ConcurrentHashMap<Fired, Piece>> known = new ArrayList<>();
    private final AtomicInteger size = new AtomicInteger();

    private record Piece(int value, int rule, List<RuleTag> tags) {}

    /**
     * @param most how many pieces are remembered at most
     */
    Pieces(Catalogue catalogue, Layers layers, int most) {
        this.models = catalogue.models().size();
        this.most = most;
        int keys = catalogue.tags().size();
        this.givers = new BitSet[models + keys];
        for (int i = 0; i < givers.length; i++) {
            givers[i] = new BitSet();
            (i < models ? layers.giversOfModel(i) : layers.giversOfKey(i - models))
                    .forEach(givers[i]::set);
            known.add(new ConcurrentHashMap<>());
        }
        List<Integer> settled = new ArrayList<>();
        for (int layer = 0; layer < layers.count(); layer++) {
            settled.addAll(layers.modelsOf(layer));
            layers.keysOf(layer).forEach(key -> settled.add(models + key));
        }
        this.order = settled.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The outcome of these rules, or null when something of it was never decided. */
    Outcome together(Fired fired) {
        int[] values = new int[models];
        int[] rules = new int[models];
        Arrays.fill(values, NO_RULE);
        Arrays.fill(rules, NO_RULE);
        List<RuleTag> tags = new ArrayList<>();
        for (int i : order) {
            if (fired.hasAny(givers[i])) {
                Piece piece = known.get(i).get(fired.only(givers[i]));
                if (piece == null) {
                    return null;
                }
                if (i < models) {
                    values[i] = piece.value();
                    rules[i] = piece.rule();
                }
                tags.addAll(piece.tags());
            }
        }
        return new Outcome(values, rules, List.copyOf(tags), List.of(), 0);
    }

    /**
     * Remembers what was decided of these rules; nothing of it where rules tied or gave what the
     * catalogue does not list, which outcomes do not tell by model and key.
     */
    void learn(Fired fired, Outcome decided) {
        if (decided.ties() > 0 || !decided.unknown().isEmpty()) {
            return;
        }
        for (int i = 0; i < givers.length && size.get() < most; i++) {
            if (fired.hasAny(givers[i])
                    && known.get(i).putIfAbsent(fired.only(givers[i]), piece(i, decided)) == null) {
                size.incrementAndGet();
            }
        }
    }

    private Piece piece(int thing, Outcome decided) {
        boolean isModel = thing < models;
        return new Piece(
                isModel ? decided.value(thing) : NO_RULE,
                isModel ? decided.rule(thing) : NO_RULE,
                isModel
                        ? List.of()
                        : decided.tags().stream()
                                .filter(tag -> tag.key() == thing - models)
                                .toList());
    }
}
