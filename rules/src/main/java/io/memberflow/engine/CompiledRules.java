package io.memberflow.engine;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.RowType;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.LookupTables;
import io.memberflow.rulebook.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A release that was read, found good and compiled: decides what a member's facts amount to. Pure
 * and thread-safe; one instance serves a whole JVM.
 *
 * <p>Drools decides. What it decided is remembered under the set of rules that fire ({@link
 * Fired}), since members with the same set have the same verdict; {@link Foresight} tells the set.
 */
public final class CompiledRules implements AutoCloseable {
    /**
     * Outcomes that a release and its parts remember at most, together; beyond it Drools is asked
     * every time. One takes one to two KB.
     */
    private static final int MAX_REMEMBERED = 100_000;

    private final Catalogue catalogue;
    private final FactSchema schema;
    private final int version;
    private final String sha256;
    private final List<Rule> rules;
    private final Layers layers;

    /** Null where Drools is not asked. */
    private final DroolsProgram program;

    private final LookupTables tables;

    /** The positions of the rules that are looked at: all of them, or those of a part. */
    private final BitSet inForce = new BitSet();

    private final Reads reads;
    private final boolean looksBack;
    private final ConcurrentHashMap<Integer, CompiledRules> partsOfModels =
            new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, CompiledRules> partsOfKeys = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Fired, Outcome> remembered = new ConcurrentHashMap<>();

    /** How many are remembered by the release and all its parts. */
    private final AtomicInteger rememberedInAll;

    private final AtomicLong disagreements = new AtomicLong();

    /** Of a whole release; null for a part, which is a piece itself. */
    private final Pieces pieces;

    /** Made when it is first needed; twice at most, and then equal. */
    private volatile Foresight foresight;

    /**
     * @param program null when {@link Solver} is to decide alone
     */
    CompiledRules(
            int version,
            String sha256,
            Catalogue catalogue,
            FactSchema schema,
            LookupTables tables,
            List<Rule> rules,
            Layers layers,
            DroolsProgram program) {
        this(
                version,
                sha256,
                catalogue,
                schema,
                tables,
                rules,
                layers,
                program,
                new AtomicInteger(),
                new Pieces(catalogue, layers, MAX_REMEMBERED));
    }

    private CompiledRules(
            int version,
            String sha256,
            Catalogue catalogue,
            FactSchema schema,
            LookupTables tables,
            List<Rule> rules,
            Layers layers,
            DroolsProgram program,
            AtomicInteger rememberedInAll,
            Pieces pieces) {
        this.rememberedInAll = rememberedInAll;
        this.pieces = pieces;
        this.version = version;
        this.sha256 = sha256;
        this.catalogue = catalogue;
        this.schema = schema;
        this.rules = List.copyOf(rules);
        this.layers = layers;
        this.tables = tables;
        layers.rules().forEach(inForce::set);
        this.reads = new Reads(inForce.stream().mapToObj(this.rules::get).toList(), schema);
        this.program = program;
        this.looksBack =
                reads.since()
                        || inForce.stream().anyMatch(rule -> this.rules.get(rule).keepDays() > 0);
    }

    /**
     * These rules with one bound moved, to be decided by {@link Solver} alone: to see in no time
     * whether anybody would notice.
     *
     * @param bound one of {@link Threshold#of} these rules
     * @param steps how many steps of the bound's unit, up or down
     */
    public CompiledRules moved(Threshold bound, int steps) {
        List<Rule> changed = new ArrayList<>(rules);
        changed.set(bound.rule(), Threshold.move(rules.get(bound.rule()), bound, steps));
        return new CompiledRules(version, sha256, catalogue, schema, tables, changed, layers, null);
    }

    /** These rules without any that a model does not come from; positions stay what they are. */
    CompiledRules partOfModel(int model) {
        return partsOfModels.computeIfAbsent(model, m -> part(layers.ofModel(m)));
    }

    /** These rules without any that a tag key's values do not come from. */
    CompiledRules partOfKey(int key) {
        return partsOfKeys.computeIfAbsent(key, k -> part(layers.ofKey(k)));
    }

    /** No rules at all. */
    CompiledRules partOfNothing() {
        return part(layers.ofNothing());
    }

    private CompiledRules part(Layers of) {
        return new CompiledRules(
                version,
                sha256,
                catalogue,
                schema,
                tables,
                rules,
                of,
                program,
                rememberedInAll,
                null);
    }

    /** The positions of the rules that are looked at. */
    BitSet inForce() {
        return inForce;
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

    /** The campaigns, lists and words of the release. */
    public LookupTables tables() {
        return tables;
    }

    Reads reads() {
        return reads;
    }

    /** Whether some rule keeps what it gives, or asks since when. */
    boolean looksBack() {
        return looksBack;
    }

    /** The member's numbers that some rule reads, and no others. */
    public Set<Fact> factsRead() {
        return reads.numbers();
    }

    /** A parameter that is a number of days. */
    int days(String parameter, int otherwise) {
        Parameter known = catalogue.parameters().get(parameter);
        return known == null ? otherwise : Integer.parseInt(known.value());
    }

    /** What the rules say of these facts, remembered or asked anew. */
    public Outcome decide(DayFacts facts) {
        return decide(facts, Past.NONE, new Memo());
    }

    Outcome decide(DayFacts facts, Past past, Memo memo) {
        return decide(foresee(facts, past, memo), facts, past, memo);
    }

    /** A day to be worked through to learn which rules fire, and by what. */
    Evaluation foresee(DayFacts facts, Past past, Memo memo) {
        return new Evaluation(this, facts, past, memo, false);
    }

    /**
     * What the rules say of a day.
     *
     * @param day of these facts, as {@link #foresee} gives it
     */
    Outcome decide(Evaluation day, DayFacts facts, Past past, Memo memo) {
        Fired foreseen = day.runTo(layers.count()).fired();
        Outcome known = remembered.get(foreseen);
        if (known == null && pieces != null) {
            known = pieces.together(foreseen);
            if (known != null) {
                remember(foreseen, known);
            }
        }
        if (known != null) {
            return known;
        }
        Evaluation asked = evaluation(facts, past, memo);
        if (program == null) {
            asked.runTo(layers.count());
        } else {
            program.run(asked);
        }
        Outcome decided = asked.outcome();
        if (!asked.fired().equals(foreseen)) {
            disagreements.incrementAndGet();
        } else {
            remember(foreseen, decided);
            if (pieces != null) {
                pieces.learn(foreseen, decided);
            }
        }
        return decided;
    }

    private void remember(Fired fired, Outcome outcome) {
        if (rememberedInAll.get() < MAX_REMEMBERED
                && remembered.putIfAbsent(fired, outcome) == null) {
            rememberedInAll.incrementAndGet();
        }
    }

    /** What the rules say of these facts, asked of Drools whatever is remembered. */
    public Outcome decidePlainly(DayFacts facts) {
        Evaluation asked = evaluation(facts, Past.NONE, new Memo());
        program.run(asked);
        return asked.outcome();
    }

    /**
     * What the rules say of these facts, to look into; what they keep of other days is not seen.
     */
    public Inspection inspect(DayFacts facts) {
        return new Inspection(
                this,
                evaluation(facts, Past.NONE, new Memo()).runTo(layers.count()),
                facts.rows(RowType.TAG));
    }

    /** A day to be worked through with all that the rules give. */
    Evaluation evaluation(DayFacts facts, Past past, Memo memo) {
        return new Evaluation(this, facts, past, memo, true);
    }

    Foresight foresight() {
        Foresight made = foresight;
        if (made == null) {
            made = new Foresight(rules, layers);
            foresight = made;
        }
        return made;
    }

    /** How many outcomes are remembered. */
    public int remembered() {
        return remembered.size();
    }

    /**
     * How often Drools fired other rules than were foreseen; its word stood. Always 0, it is meant.
     */
    public long disagreements() {
        long all = disagreements.get();
        for (CompiledRules part : partsOfModels.values()) {
            all += part.disagreements();
        }
        for (CompiledRules part : partsOfKeys.values()) {
            all += part.disagreements();
        }
        return all;
    }

    /** An outcome in which nothing is given, as before a member is first seen. */
    public Outcome none() {
        int[] none = new int[catalogue.models().size()];
        Arrays.fill(none, -1);
        return new Outcome(none, none.clone(), List.of(), List.of(), 0);
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }
}
