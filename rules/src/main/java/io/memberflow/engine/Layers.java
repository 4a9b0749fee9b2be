package io.memberflow.engine;

import io.memberflow.member.RowType;
import io.memberflow.rulebook.Catalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which models and tags are decided before which: a rule that reads one runs after all rules that
 * give it.
 */
final class Layers {
    private static final int UNKNOWN = -1;
    private static final int IN_PROGRESS = -2;

    private final List<Rule> rules;
    private final Catalogue catalogue;
    private final List<Set<Integer>> reads;

    /** By position of the model; tag keys follow the models. */
    private final int[] layerOf;

    private final List<List<Integer>> circles = new ArrayList<>();

    private final int[] layerOfRule;
    private final List<List<Integer>> rulesByLayer = new ArrayList<>();
    private final List<List<Integer>> modelsByLayer = new ArrayList<>();
    private final List<List<Integer>> keysByLayer = new ArrayList<>();

    private final List<List<Integer>> modelsReadByLayer = new ArrayList<>();
    private final List<List<Integer>> keysReadByLayer = new ArrayList<>();

    /** The rules that give each model or key. */
    private final List<List<Integer>> givers = new ArrayList<>();

    Layers(List<Rule> rules, Catalogue catalogue) {
        this.rules = rules;
        this.catalogue = catalogue;
        this.reads = rules.stream().map(rule -> reads(rule.when())).toList();
        this.layerOf = new int[catalogue.models().size() + catalogue.tags().size()];
        Arrays.fill(layerOf, UNKNOWN);
        for (int node = 0; node < layerOf.length; node++) {
            layer(node, new ArrayList<>());
        }
        this.layerOfRule = IntStream.range(0, rules.size()).map(this::layerAfterReads).toArray();
        int last = Arrays.stream(layerOf).max().orElse(0);
        int count = 1 + Math.max(last, Arrays.stream(layerOfRule).max().orElse(0));
        int models = catalogue.models().size();
        for (int layer = 0; layer < count; layer++) {
            int number = layer;
            rulesByLayer.add(
                    IntStream.range(0, rules.size())
                            .filter(rule -> layerOfRule[rule] == number)
                            .boxed()
                            .toList());
            modelsByLayer.add(nodes(layer, 0, models));
            keysByLayer.add(
                    nodes(layer, models, layerOf.length).stream()
                            .map(node -> node - models)
                            .toList());
        }
        for (int node = 0; node < layerOf.length; node++) {
            int number = node;
            givers.add(
                    IntStream.range(0, rules.size())
                            .filter(rule -> gives(rules.get(rule), number))
                            .boxed()
                            .toList());
        }
        addRead(IntStream.range(0, rules.size()).boxed().toList());
    }

    /**
     * The layers of all, with no rules in them but some, and no models and keys but those that
     * these give or read.
     */
    private Layers(Layers all, Set<Integer> some) {
        this.rules = all.rules;
        this.catalogue = all.catalogue;
        this.reads = all.reads;
        this.layerOf = all.layerOf;
        this.layerOfRule = all.layerOfRule;
        int models = catalogue.models().size();
        Set<Integer> nodes = new TreeSet<>();
        for (int rule : some) {
            nodes.addAll(reads.get(rule));
        }
        for (int node = 0; node < layerOf.length; node++) {
            List<Integer> giving = all.givers.get(node).stream().filter(some::contains).toList();
            givers.add(giving);
            if (!giving.isEmpty()) {
                nodes.add(node);
            }
        }
        for (int layer = 0; layer < all.count(); layer++) {
            rulesByLayer.add(all.rulesOf(layer).stream().filter(some::contains).toList());
            modelsByLayer.add(all.modelsOf(layer).stream().filter(nodes::contains).toList());
            keysByLayer.add(
                    all.keysOf(layer).stream()
                            .filter(key -> nodes.contains(models + key))
                            .toList());
        }
        addRead(some);
    }

    private void addRead(Collection<Integer> by) {
        Set<Integer> read = new HashSet<>();
        by.forEach(rule -> read.addAll(reads.get(rule)));
        int models = catalogue.models().size();
        for (int layer = 0; layer < count(); layer++) {
            modelsReadByLayer.add(modelsOf(layer).stream().filter(read::contains).toList());
            keysReadByLayer.add(
                    keysOf(layer).stream().filter(key -> read.contains(models + key)).toList());
        }
    }

    /** The layers of those rules alone that a model comes from. */
    Layers ofModel(int model) {
        return of(model);
    }

    /** The layers of those rules alone that a tag key's values come from. */
    Layers ofKey(int key) {
        return of(catalogue.models().size() + key);
    }

    /** The layers of no rules. */
    Layers ofNothing() {
        return new Layers(this, Set.of());
    }

    private Layers of(int node) {
        Set<Integer> some = new TreeSet<>();
        addRules(node, some);
        return new Layers(this, some);
    }

    private void addRules(int node, Set<Integer> some) {
        for (int rule : givers.get(node)) {
            if (some.add(rule)) {
                reads.get(rule).forEach(read -> addRules(read, some));
            }
        }
    }

    /** The positions of the rules in them. */
    Set<Integer> rules() {
        Set<Integer> all = new TreeSet<>();
        rulesByLayer.forEach(all::addAll);
        return all;
    }

    /** What is read and given in a circle, each with its path, the first repeated last. */
    List<Finding> circles() {
        List<Finding> findings = new ArrayList<>();
        for (List<Integer> circle : circles) {
            String path = String.join(" → ", circle.stream().map(this::name).toList());
            Rule rule =
                    rules.stream().filter(r -> gives(r, circle.get(0))).findFirst().orElseThrow();
            findings.add(
                    new Finding(
                            rule.file(),
                            rule.line(),
                            1,
                            "模型或标签互相依赖成环：" + path + "，请去掉其中一个条件。",
                            "Models or tags depend on one another in a circle: "
                                    + path
                                    + ". Remove one of these conditions."));
        }
        return findings;
    }

    /** How many layers there are, at least one. */
    int count() {
        return rulesByLayer.size();
    }

    /** The positions of the rules of a layer. */
    List<Integer> rulesOf(int layer) {
        return rulesByLayer.get(layer);
    }

    /** The models whose value is settled once a layer has run. */
    List<Integer> modelsOf(int layer) {
        return modelsByLayer.get(layer);
    }

    /** The tag keys that are settled once a layer has run. */
    List<Integer> keysOf(int layer) {
        return keysByLayer.get(layer);
    }

    /** Those of {@link #modelsOf} that some rule reads. */
    List<Integer> modelsReadOf(int layer) {
        return modelsReadByLayer.get(layer);
    }

    /** Those of {@link #keysOf} that some rule reads. */
    List<Integer> keysReadOf(int layer) {
        return keysReadByLayer.get(layer);
    }

    /** The positions of the rules that give a value of a model. */
    List<Integer> giversOfModel(int model) {
        return givers.get(model);
    }

    /** The positions of the rules that give a value of a tag key. */
    List<Integer> giversOfKey(int key) {
        return givers.get(catalogue.models().size() + key);
    }

    int layerOf(int rule) {
        return layerOfRule[rule];
    }

    int layerOfModel(int model) {
        return layerOf[model];
    }

    private List<Integer> nodes(int layer, int from, int to) {
        return IntStream.range(from, to).filter(node -> layerOf[node] == layer).boxed().toList();
    }

    private int layerAfterReads(int rule) {
        return reads.get(rule).stream().mapToInt(node -> 1 + layerOf[node]).max().orElse(0);
    }

    private String name(int node) {
        int models = catalogue.models().size();
        return node < models
                ? catalogue.models().get(node).id()
                : catalogue.tags().get(node - models).key();
    }

    private int layer(int node, List<Integer> path) {
        if (layerOf[node] == IN_PROGRESS) {
            List<Integer> circle = new ArrayList<>(path.subList(path.indexOf(node), path.size()));
            circle.add(node);
            Collections.reverse(circle);
            if (!circles.contains(circle)) {
                circles.add(circle);
            }
            return 0;
        }
        if (layerOf[node] != UNKNOWN) {
            return layerOf[node];
        }
        layerOf[node] = IN_PROGRESS;
        path.add(node);
        int layer = 0;
        for (int rule = 0; rule < rules.size(); rule++) {
            if (gives(rules.get(rule), node)) {
                for (int read : reads.get(rule)) {
                    layer = Math.max(layer, 1 + layer(read, path));
                }
            }
        }
        path.remove(path.size() - 1);
        layerOf[node] = layer;
        return layer;
    }

    private boolean gives(Rule rule, int node) {
        int models = catalogue.models().size();
        return node < models
                ? rule.gives().stream().anyMatch(gift -> gift.model() == node)
                : rule.tags().stream().anyMatch(gift -> gift.key() == node - models);
    }

    private Set<Integer> reads(Condition when) {
        Set<Integer> nodes = new TreeSet<>();
        when.forEachLeaf(
                leaf -> {
                    if (leaf instanceof Condition.HasValue value) {
                        nodes.add(value.model());
                    } else if (leaf instanceof Condition.Matches matches) {
                        addReads(matches.pattern(), nodes);
                    } else if (leaf instanceof Condition.Accumulates accumulates) {
                        addReads(accumulates.of(), nodes);
                    }
                });
        return nodes;
    }

    /** The reader has seen to it that what a pattern reads is named in it. */
    private void addReads(RowPattern pattern, Set<Integer> nodes) {
        if (pattern.type() != RowType.TAG && pattern.type() != RowType.SEGMENT) {
            return;
        }
        RowTest.Text named = (RowTest.Text) pattern.tests().get(0);
        for (String name : named.texts()) {
            nodes.add(
                    pattern.type() == RowType.SEGMENT
                            ? catalogue.indexOf(name)
                            : catalogue.models().size() + catalogue.indexOfTag(name));
        }
    }
}
