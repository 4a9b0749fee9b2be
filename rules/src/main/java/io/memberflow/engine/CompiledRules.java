package io.memberflow.engine;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Catalogue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A release that was read, found good and compiled: decides what a member's facts amount to. Pure
 * and thread-safe; one instance serves a whole JVM.
 *
 * <p>Drools decides. What it decided is remembered under the set of rules that fire ({@link
 * Fired}), since members with the same set have the same verdict; {@link Solver} tells the set.
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
    private final Set<RowType> rowTypes = EnumSet.noneOf(RowType.class);
    private final boolean readsSince;
    private final ConcurrentHashMap<Fired, Outcome> remembered = new ConcurrentHashMap<>();
    private final AtomicLong disagreements = new AtomicLong();

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
        boolean[] since = {false};
        forEachPattern(pattern -> rowTypes.add(pattern.type()));
        forEachReading(
                (type, reading) ->
                        since[0] |= type == RowType.SEGMENT && reading.name().equals("since"));
        this.readsSince = since[0];
        this.program = DroolsProgram.compile(layers, this.rules);
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

    Layers layers() {
        return layers;
    }

    /** The types of rows that some rule looks at. */
    public Set<RowType> rowTypes() {
        return rowTypes;
    }

    boolean readsSegmentRows() {
        return rowTypes.contains(RowType.SEGMENT);
    }

    boolean readsSince() {
        return readsSince;
    }

    /** Whether some rule keeps what it gives, or asks since when. */
    boolean looksBack() {
        return readsSince || rules.stream().anyMatch(rule -> rule.keepDays() > 0);
    }

    /** The member's numbers that some rule reads, and no others. */
    public Set<Fact> factsRead() {
        Set<Fact> facts = new LinkedHashSet<>();
        for (Rule rule : rules) {
            rule.when()
                    .forEachLeaf(
                            leaf -> {
                                if (leaf instanceof Condition.Compare c) {
                                    facts.add(c.fact());
                                }
                            });
        }
        forEachReading(
                (type, reading) -> {
                    if (type == RowType.MEMBER && reading.unit() != Unit.TEXT) {
                        facts.add(schema.get(reading.name()));
                    }
                });
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
                                    addSteps(c.comparison(), c.constant(), steps);
                                }
                            });
        }
        return steps;
    }

    /** The same for a number of rows of some type, by the field's name. */
    public Set<Long> stepsOf(RowType type, String field) {
        Set<Long> steps = new TreeSet<>();
        forEachPattern(
                pattern -> {
                    if (pattern.type() == type) {
                        forEachLeaf(
                                pattern,
                                leaf -> {
                                    if (leaf instanceof RowTest.Numeric n
                                            && n.of().name().equals(field)) {
                                        addSteps(n.comparison(), n.constant(), steps);
                                    }
                                });
                    }
                });
        return steps;
    }

    /** Whether a number that a day's passing moves is compared with another one of the member's. */
    public boolean comparesRows() {
        boolean[] compares = {false};
        forEachPattern(
                pattern ->
                        forEachLeaf(
                                pattern,
                                leaf -> compares[0] |= leaf instanceof RowTest.NumberOfRow));
        return compares[0];
    }

    /** What the rules say of these facts, remembered or asked anew. */
    public Outcome decide(DayFacts facts) {
        return decide(facts, Past.NONE);
    }

    Outcome decide(DayFacts facts, Past past) {
        Evaluation evaluation = evaluation(facts, past).runTo(layers.count());
        Outcome known = remembered.get(evaluation.fired());
        if (known != null) {
            return known;
        }
        Evaluation asked = evaluation(facts, past);
        program.run(asked);
        Outcome decided = asked.outcome();
        if (!asked.fired().equals(evaluation.fired())) {
            disagreements.incrementAndGet();
        } else if (remembered.size() < MAX_REMEMBERED) {
            remembered.put(asked.fired(), decided);
        }
        return decided;
    }

    /** What the rules say of these facts, asked of Drools whatever is remembered. */
    public Outcome decidePlainly(DayFacts facts) {
        Evaluation asked = evaluation(facts, Past.NONE);
        program.run(asked);
        return asked.outcome();
    }

    Evaluation evaluation(DayFacts facts, Past past) {
        return new Evaluation(this, facts, past);
    }

    /** How many outcomes are remembered. */
    public int remembered() {
        return remembered.size();
    }

    /**
     * How often Drools fired other rules than were foreseen; its word stood. Always 0, it is meant.
     */
    public long disagreements() {
        return disagreements.get();
    }

    /** An outcome in which nothing is given, as before a member is first seen. */
    public Outcome none() {
        int[] none = new int[catalogue.models().size()];
        Arrays.fill(none, -1);
        return new Outcome(none, none.clone(), List.of(), List.of(), 0);
    }

    @Override
    public void close() {
        program.close();
    }

    private static void addSteps(Comparison comparison, long constant, Set<Long> steps) {
        for (long step : comparison.steps(constant)) {
            steps.add(step);
        }
    }

    private void forEachPattern(Consumer<RowPattern> visitor) {
        for (Rule rule : rules) {
            rule.when()
                    .forEachLeaf(
                            leaf -> {
                                if (leaf instanceof Condition.Matches matches) {
                                    visitor.accept(matches.pattern());
                                } else if (leaf instanceof Condition.Accumulates accumulates) {
                                    visitor.accept(accumulates.of());
                                }
                            });
        }
    }

    private static void forEachLeaf(RowPattern pattern, Consumer<RowTest> visitor) {
        pattern.tests().forEach(test -> test.forEachLeaf(visitor));
    }

    /** Everything read of rows, also by what rules give or compare with later. */
    private void forEachReading(BiConsumer<RowType, Reading> visitor) {
        forEachPattern(
                pattern ->
                        forEachLeaf(
                                pattern, leaf -> visitor.accept(pattern.type(), leaf.reading())));
        for (Rule rule : rules) {
            rule.when()
                    .forEachLeaf(
                            leaf -> {
                                if (leaf instanceof Condition.Accumulates accumulates) {
                                    for (Total total : accumulates.totals()) {
                                        if (total.of() != null) {
                                            visitor.accept(accumulates.of().type(), total.of());
                                        }
                                    }
                                }
                            });
        }
    }
}
