package io.memberflow.engine;

import io.memberflow.rulebook.Catalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which models are decided before which: a rule that reads a model runs after all rules that give
 * it.
 */
final class Layers {
    private static final int UNKNOWN = -1;
    private static final int IN_PROGRESS = -2;

    private final List<Rule> rules;
    private final int[] layerOfModel;
    private final List<List<Integer>> circles = new ArrayList<>();

    Layers(List<Rule> rules, int models) {
        this.rules = rules;
        this.layerOfModel = new int[models];
        Arrays.fill(layerOfModel, UNKNOWN);
        for (int model = 0; model < models; model++) {
            layer(model, new ArrayList<>());
        }
    }

    /** The models read and given in a circle, each with its path, first model repeated last. */
    List<Finding> circles(Catalogue catalogue) {
        List<Finding> findings = new ArrayList<>();
        for (List<Integer> circle : circles) {
            String path =
                    String.join(
                            " → ",
                            circle.stream().map(m -> catalogue.models().get(m).id()).toList());
            Rule rule =
                    rules.stream().filter(r -> gives(r, circle.get(0))).findFirst().orElseThrow();
            findings.add(
                    new Finding(
                            rule.file(),
                            rule.line(),
                            1,
                            "模型互相依赖成环：" + path + "，请去掉其中一个条件。",
                            "Models depend on one another in a circle: "
                                    + path
                                    + ". Remove one of these conditions."));
        }
        return findings;
    }

    /** The rules of each layer, in the order the layers run: each runs after all that it reads. */
    List<List<Rule>> layers() {
        int count = 1 + Arrays.stream(layerOfModel).max().orElse(0);
        return IntStream.range(0, count)
                .mapToObj(layer -> rules.stream().filter(r -> layerOf(r) == layer).toList())
                .toList();
    }

    private int layerOf(Rule rule) {
        return reads(rule).stream().mapToInt(model -> 1 + layerOfModel[model]).max().orElse(0);
    }

    /** The models whose value is settled once a layer has run. */
    List<Integer> modelsOf(int layer) {
        List<Integer> models = new ArrayList<>();
        for (int model = 0; model < layerOfModel.length; model++) {
            if (layerOfModel[model] == layer) {
                models.add(model);
            }
        }
        return models;
    }

    private int layer(int model, List<Integer> path) {
        if (layerOfModel[model] == IN_PROGRESS) {
            List<Integer> circle = new ArrayList<>(path.subList(path.indexOf(model), path.size()));
            circle.add(model);
            Collections.reverse(circle);
            if (!circles.contains(circle)) {
                circles.add(circle);
            }
            return 0;
        }
        if (layerOfModel[model] != UNKNOWN) {
            return layerOfModel[model];
        }
        layerOfModel[model] = IN_PROGRESS;
        path.add(model);
        int layer = 0;
        for (Rule rule : rules) {
            if (gives(rule, model)) {
                for (int read : reads(rule)) {
                    layer = Math.max(layer, 1 + layer(read, path));
                }
            }
        }
        path.remove(path.size() - 1);
        layerOfModel[model] = layer;
        return layer;
    }

    private static boolean gives(Rule rule, int model) {
        return rule.gives().stream().anyMatch(gift -> gift.model() == model);
    }

    private static Set<Integer> reads(Rule rule) {
        Set<Integer> models = new TreeSet<>();
        rule.when()
                .forEachLeaf(
                        leaf -> {
                            if (leaf instanceof Condition.HasValue value) {
                                models.add(value.model());
                            }
                        });
        return models;
    }
}
