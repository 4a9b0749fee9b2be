package io.memberflow.engine;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.TagKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settles, layer by layer, what stands of all that rules gave: in a model and in a key of one value
 * the greatest salience, then the earlier value of the catalogue.
 */
final class Settlement {
    private final Catalogue catalogue;
    private final List<Rule> rules;
    private final Layers layers;
    private final DayFacts facts;
    private final int[] values;
    private final int[] ruleOf;
    private final List<RuleTag> tags = new ArrayList<>();
    private final List<Outcome.Unknown> unknown = new ArrayList<>();
    private int ties;

    Settlement(Catalogue catalogue, List<Rule> rules, Layers layers, DayFacts facts) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.layers = layers;
        this.facts = facts;
        this.values = new int[catalogue.models().size()];
        Arrays.fill(values, -1);
        this.ruleOf = values.clone();
    }

    /** Position of the model's value so far, or -1. */
    int value(int model) {
        return values[model];
    }

    /**
     * Settles what a layer gave to some models and keys.
     *
     * @return the tags that later layers see from now on: of each key those of its strongest source
     */
    List<Row> settle(List<Integer> models, List<Integer> keys, Fired fired) {
        for (int model : models) {
            settleModel(model, fired);
        }
        if (keys.isEmpty()) {
            return List.of();
        }
        List<Row> givenTags = facts.rows(RowType.TAG);
        List<Row> seen = new ArrayList<>();
        for (int key : keys) {
            if (givenTags.isEmpty() && layers.giversOfKey(key).isEmpty()) {
                continue;
            }
            seen.addAll(Precedence.winners(ofKey(key, givenTags), settleKey(key, fired)));
        }
        return seen;
    }

    Outcome outcome() {
        return new Outcome(values, ruleOf, List.copyOf(tags), List.copyOf(unknown), ties);
    }

    private List<Row> ofKey(int key, List<Row> givenTags) {
        if (givenTags.isEmpty()) {
            return List.of();
        }
        String name = catalogue.tags().get(key).key();
        return givenTags.stream().filter(tag -> tag.text(0).equals(name)).toList();
    }

    private void settleModel(int model, Fired fired) {
        List<Claim> claims = new ArrayList<>(0);
        for (int rule : layers.giversOfModel(model)) {
            if (fired.has(rule)) {
                for (List<String> read : fired.ways(rule)) {
                    claim(rule, read, model, claims);
                }
            }
        }
        claims.sort(Claim.STRONGEST_FIRST);
        if (!claims.isEmpty()) {
            Claim first = claims.get(0);
            values[model] = first.position();
            ruleOf[model] = first.rule();
            ties += first.isTied(claims) ? 1 : 0;
        }
    }

    private void claim(int rule, List<String> read, int model, List<Claim> claims) {
        Model known = catalogue.models().get(model);
        int next = 0;
        for (Rule.Gift gift : rules.get(rule).gives()) {
            String text = gift.from() == null ? null : read.get(next++);
            if (gift.model() == model) {
                int value = text == null ? gift.value() : known.indexOf(text);
                if (value < 0) {
                    unknown.add(new Outcome.Unknown(rule, known.id(), text));
                } else {
                    claims.add(new Claim(rule, salience(rule), value, ""));
                }
            }
        }
    }

    private List<Row> settleKey(int key, Fired fired) {
        TagKey known = catalogue.tags().get(key);
        List<Claim> claims = new ArrayList<>(0);
        for (int rule : layers.giversOfKey(key)) {
            if (fired.has(rule)) {
                for (List<String> read : fired.ways(rule)) {
                    claim(rule, read, key, known, claims);
                }
            }
        }
        if (claims.isEmpty()) {
            return List.of();
        }
        claims.sort(Claim.STRONGEST_FIRST);
        Map<String, Claim> standing = new LinkedHashMap<>();
        for (Claim claim : claims) {
            standing.putIfAbsent(claim.text(), claim);
            if (known.single()) {
                ties += claim.isTied(claims) ? 1 : 0;
                break;
            }
        }
        standing.values().stream()
                .sorted(Comparator.comparing(Claim::text))
                .forEach(claim -> tags.add(new RuleTag(key, claim.text(), claim.rule())));
        return standing.keySet().stream()
                .map(value -> Precedence.tag(known.key(), value, Precedence.RULE))
                .toList();
    }

    private void claim(int rule, List<String> read, int key, TagKey known, List<Claim> claims) {
        int next = 0;
        for (Rule.Gift gift : rules.get(rule).gives()) {
            next += gift.from() == null ? 0 : 1;
        }
        for (Rule.TagGift gift : rules.get(rule).tags()) {
            String text = gift.from() == null ? gift.value() : read.get(next++);
            if (gift.key() == key) {
                int position = known.indexOf(text);
                if (known.allows(text)) {
                    claims.add(new Claim(rule, salience(rule), position, text));
                } else {
                    unknown.add(new Outcome.Unknown(rule, known.key(), text));
                }
            }
        }
    }

    private int salience(int rule) {
        return rules.get(rule).salience();
    }

    /**
     * A rule's claim that a value stands.
     *
     * @param position of the value in the catalogue, where it is listed
     * @param text the value of a tag
     */
    private record Claim(int rule, int salience, int position, String text) {
        static final Comparator<Claim> STRONGEST_FIRST =
                Comparator.comparingInt(Claim::salience)
                        .reversed()
                        .thenComparingInt(Claim::position)
                        .thenComparing(Claim::text)
                        .thenComparingInt(Claim::rule);

        boolean isTied(List<Claim> claims) {
            return claims.stream()
                    .anyMatch(
                            c ->
                                    c.salience() == salience
                                            && (c.position() != position
                                                    || !c.text().equals(text)));
        }
    }
}
