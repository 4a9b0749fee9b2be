package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Member;
import io.memberflow.member.Segment;
import io.memberflow.rulebook.Catalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A release that was read, found good and compiled: decides what a member's facts amount to. Pure
 * and thread-safe; one instance serves a whole JVM.
 *
 * <p>Drools decides. What it decided is remembered for all members on the same side of every
 * constant ({@link Regions}), since for those it cannot decide otherwise.
 */
public final class CompiledRules implements AutoCloseable {
    /** Outcomes remembered at most; beyond it Drools is asked every time. */
    private static final int MAX_REMEMBERED = 200_000;

    private final Catalogue catalogue;
    private final FactSchema schema;
    private final int version;
    private final String sha256;
    private final List<Rule> rules;
    private final Layers layers;
    private final DroolsProgram program;
    private final Regions regions;
    private final ConcurrentHashMap<Regions.Key, Outcome> remembered = new ConcurrentHashMap<>();

    CompiledRules(
            int version,
            String sha256,
            Catalogue catalogue,
            FactSchema schema,
            List<Rule> rules,
            Layers layers) {
        this.version = version;
        this.sha256 = sha256;
        this.catalogue = catalogue;
        this.schema = schema;
        this.rules = List.copyOf(rules);
        this.layers = layers;
        this.regions = new Regions(rules);
        this.program = DroolsProgram.compile(layers.layers(), this.rules);
    }

    /** The release's number. */
    public int version() {
        return version;
    }

    /** The release's checksum. */
    public String sha256() {
        return sha256;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public FactSchema schema() {
        return schema;
    }

    /** The rules, in the order their positions count. */
    public List<Rule> rules() {
        return rules;
    }

    /** The facts that some rule compares, and no others. */
    public Set<Fact> factsRead() {
        Set<Fact> facts = new LinkedHashSet<>();
        regions.facts().forEach(index -> facts.add(schema.facts().get(index)));
        return facts;
    }

    /**
     * The values of a fact at which some comparison turns out differently than one step below: for
     * a fact that grows by one a day, the days on which a rule could change its mind.
     */
    public Set<Long> stepsOf(Fact fact) {
        Set<Long> steps = new TreeSet<>();
        for (Rule rule : rules) {
            rule.when()
                    .forEachLeaf(
                            leaf -> {
                                if (leaf instanceof Condition.Compare c && c.fact().equals(fact)) {
                                    for (long step : c.comparison().steps(c.constant())) {
                                        steps.add(step);
                                    }
                                }
                            });
        }
        return steps;
    }

    /** What the rules say of these facts, remembered or asked anew. */
    public Outcome decide(long[] values) {
        Regions.Key key = regions.of(values);
        Outcome known = remembered.get(key);
        if (known != null) {
            return known;
        }
        Outcome decided = decidePlainly(values);
        if (remembered.size() < MAX_REMEMBERED) {
            remembered.put(key, decided);
        }
        return decided;
    }

    /** What the rules say of these facts, asked of Drools whatever is remembered. */
    public Outcome decidePlainly(long[] values) {
        Settlement settlement = new Settlement();
        program.run(new Member(values), settlement);
        return new Outcome(settlement.values, settlement.rules, settlement.ties);
    }

    /** How many outcomes are remembered. */
    public int remembered() {
        return remembered.size();
    }

    /** An outcome in which no model has a value, as before a member is first seen. */
    public Outcome none() {
        return new Outcome(noValues(), noValues(), 0);
    }

    private int[] noValues() {
        int[] none = new int[catalogue.models().size()];
        Arrays.fill(none, -1);
        return none;
    }

    @Override
    public void close() {
        program.close();
    }

    /** Lets the greatest salience stand in each model once all rules that give it have run. */
    private final class Settlement implements DroolsProgram.Settle {
        private final int[] values = noValues();
        private final int[] rules = values.clone();
        private int ties;

        @Override
        public List<Segment> afterLayer(int layer, BitSet fired) {
            List<Segment> settled = new ArrayList<>();
            for (int model : layers.modelsOf(layer)) {
                settle(model, fired);
                if (values[model] >= 0) {
                    settled.add(new Segment(model, values[model]));
                }
            }
            return settled;
        }

        private void settle(int model, BitSet fired) {
            List<Claim> claims = new ArrayList<>();
            for (int rule = fired.nextSetBit(0); rule >= 0; rule = fired.nextSetBit(rule + 1)) {
                for (Rule.Gift gift : CompiledRules.this.rules.get(rule).gives()) {
                    if (gift.model() == model) {
                        int salience = CompiledRules.this.rules.get(rule).salience();
                        claims.add(new Claim(rule, gift.value(), salience));
                    }
                }
            }
            if (claims.isEmpty()) {
                return;
            }
            claims.sort(Claim.STRONGEST_FIRST);
            Claim first = claims.get(0);
            values[model] = first.value();
            rules[model] = first.rule();
            boolean tied =
                    claims.stream()
                            .anyMatch(
                                    c ->
                                            c.salience() == first.salience()
                                                    && c.value() != first.value());
            ties += tied ? 1 : 0;
        }
    }

    /** A rule's claim that a value stands; of equal salience the catalogue's earlier value wins. */
    private record Claim(int rule, int value, int salience) {
        static final Comparator<Claim> STRONGEST_FIRST =
                Comparator.comparingInt(Claim::salience)
                        .reversed()
                        .thenComparingInt(Claim::value)
                        .thenComparingInt(Claim::rule);
    }
}
