package io.memberflow.benchmarks;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.FactsJson;
import io.memberflow.engine.Outcome;
import io.memberflow.engine.Verdict;
import io.memberflow.facts.DayFactsOf;
import io.memberflow.facts.StoredFacts;
import io.memberflow.facts.Wanted;
import io.memberflow.member.DayFacts;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A member of a generated stream by the shipped rulebook, step by step and as a whole. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MemberBenchmark {
    @Param("10000")
    int members;

    private CompiledRules rules;
    private Decider decider;
    private DayFactsOf factsOf;
    private StoredFacts stored;
    private List<Shop.Change> changes;
    private String[] json;
    private int next;

    @Setup(Level.Trial)
    public void generate() {
        rules = ShippedRules.compiled();
        decider = new Decider(rules, rules.catalogue().scores());
        factsOf =
                new DayFactsOf(
                        ShippedRules.SCHEMA,
                        Wanted.all(ShippedRules.SCHEMA),
                        rules.tables(),
                        90,
                        key -> false);
        stored = new StoredFacts(ShippedRules.SCHEMA, rules.tables());
        changes = Shop.of(members, members / 5).changes();
        json = new String[changes.size()];
        for (int i = 0; i < json.length; i++) {
            DayFacts facts = facts(changes.get(i));
            json[i] = FactsJson.write(ShippedRules.SCHEMA, facts, List.of());
            rules.decide(facts);
        }
    }

    @TearDown(Level.Trial)
    public void report() {
        System.out.printf(
                "%d kinds remembered, %d disagreements%n",
                rules.remembered(), rules.disagreements());
    }

    private DayFacts facts(Shop.Change change) {
        return factsOf.compute(change.history(), rules.catalogue().scores(), change.day());
    }

    private int next() {
        next = next + 1 == changes.size() ? 0 : next + 1;
        return next;
    }

    /** All facts, and the rows that are not made unless they are looked at. */
    @Benchmark
    public Object facts() {
        return facts(changes.get(next())).rows();
    }

    /** The facts that rules read, and what the rules say of them. */
    @Benchmark
    public Outcome outcome() {
        return rules.decide(facts(changes.get(next())));
    }

    /** The same by Drools alone. */
    @Benchmark
    public Outcome outcomeAskingDrools() {
        return rules.decidePlainly(facts(changes.get(next())));
    }

    /** As previews do, from what is stored. */
    @Benchmark
    public Outcome outcomeOfStored() throws IOException {
        int change = next();
        return rules.decide(stored.read(json[change], changes.get(change).day()));
    }

    /** Reading what is stored alone. */
    @Benchmark
    public DayFacts readStored() throws IOException {
        int change = next();
        return stored.read(json[change], changes.get(change).day());
    }

    /** All that is written of a member: since when, why, what comes next. */
    @Benchmark
    public Verdict verdict() {
        Shop.Change change = changes.get(next());
        return decider.decide(change.history(), change.day());
    }
}
