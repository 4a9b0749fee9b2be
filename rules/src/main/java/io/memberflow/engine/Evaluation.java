package io.memberflow.engine;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import io.memberflow.member.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One member's rules on one day, being worked through layer by layer: by Drools, or by {@link
 * Foresight} to learn which rules fire.
 */
final class Evaluation {
    private final CompiledRules rules;
    private final DayFacts facts;
    private final Past past;
    private final Settlement settlement;
    private final Scene scene;
    private final Foresight.Found found;
    private final boolean whole;
    private final Fired fired = new Fired();
    private final List<Fired> firedIn = new ArrayList<>();
    private int layer;

    /**
     * @param whole whether all that the rules give is settled; else only what later layers read is,
     *     which does when nothing but what fires is to be known
     */
    Evaluation(CompiledRules rules, DayFacts facts, Past past, Memo memo, boolean whole) {
        this.rules = rules;
        this.whole = whole;
        this.facts = facts;
        this.past = past;
        this.settlement = new Settlement(rules.catalogue(), rules.rules(), rules.layers(), facts);
        this.scene = new Scene(facts, settlement::value, memo);
        this.found = rules.foresight().found(scene);
    }

    /**
     * What a layer gave, for those after it.
     *
     * @param segments the values, as numbers
     * @param rows the same as rows where rules read them so, and the tags
     */
    record Given(List<Segment> segments, List<Row> rows) {}

    long[] numbers() {
        return facts.numbers();
    }

    /** The rows that are there from the start. */
    List<Row> rows() {
        return facts.rows().stream().filter(row -> row.type() != RowType.TAG).toList();
    }

    /** The layer that is to run next. */
    int layer() {
        return layer;
    }

    boolean isDone() {
        return layer == rules.layers().count();
    }

    /** All that fired in the layers that were settled, and what was kept from earlier days. */
    Fired fired() {
        return fired;
    }

    Outcome outcome() {
        return settlement.outcome();
    }

    Scene scene() {
        return scene;
    }

    /** Works through the layers below {@code end} that have not run yet, without Drools. */
    Evaluation runTo(int end) {
        while (layer < end) {
            firedIn.add(rules.foresight().fire(layer, scene, found));
            settle(firedIn.get(layer));
        }
        return this;
    }

    /** What fired in a layer that {@link #runTo} has run, kept things not counted. */
    Fired firedIn(int of) {
        return firedIn.get(of);
    }

    /** Position of a model's value, or -1, once its layer has run. */
    int value(int model) {
        return settlement.value(model);
    }

    /**
     * Settles the layer.
     *
     * @param now what fired up to and in it; of rules that are none of these, nothing is taken
     */
    Given settle(Fired now) {
        fired.addAll(now, rules.inForce());
        if (past != Past.NONE) {
            fired.addAll(past.kept(layer));
        }
        Layers layers = rules.layers();
        List<Integer> models = whole ? layers.modelsOf(layer) : layers.modelsReadOf(layer);
        List<Integer> keys = whole ? layers.keysOf(layer) : layers.keysReadOf(layer);
        List<Row> rows = new ArrayList<>(settlement.settle(models, keys, fired));
        List<Segment> segments = new ArrayList<>();
        for (int model : models) {
            int value = settlement.value(model);
            if (value >= 0) {
                segments.add(new Segment(model, value));
                if (rules.reads().segmentRows()) {
                    rows.add(segmentRow(model, value));
                }
            }
        }
        rows.forEach(scene::add);
        found.given();
        layer++;
        return new Given(segments, rows);
    }

    private Row segmentRow(int model, int value) {
        long since = rules.reads().since() ? past.since(model, value) : Fact.ABSENT;
        String id = rules.catalogue().models().get(model).id();
        String name = rules.catalogue().models().get(model).values().get(value).value();
        return new Row(
                RowType.SEGMENT, new long[] {since}, new String[] {id, name}, Map.of(), null);
    }
}
