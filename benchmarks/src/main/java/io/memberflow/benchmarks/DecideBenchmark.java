package io.memberflow.benchmarks;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Outcome;
import io.memberflow.facts.DayFactsOf;
import io.memberflow.facts.Wanted;
import io.memberflow.member.DayFacts;
import io.memberflow.member.RowType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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

/**
 * What rules say of facts that are there, over the changes of a generated stream: by this engine,
 * by Drools as this engine asks it, by Drools as its manual begins, and by hand-written Java. All
 * four give the same, or nothing is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecideBenchmark {
    @Param({"20", "60", "240", "500"})
    int rules;

    @Param("10000")
    int members;

    private CompiledRules compiled;
    private NaiveDrools drools;
    private Function<Buyer, int[]> java;
    private DayFacts[] facts;
    private Buyer[] buyers;
    private int next;

    @Setup(Level.Trial)
    public void generate() {
        GeneratedRules generated = new GeneratedRules(rules);
        compiled = generated.compiled();
        drools = new NaiveDrools(generated);
        java = HandWritten.of(generated);
        DayFactsOf factsOf =
                new DayFactsOf(
                        ShippedRules.SCHEMA,
                        Wanted.all(ShippedRules.SCHEMA),
                        compiled.tables(),
                        90,
                        key -> false);
        List<Shop.Change> changes = Shop.of(members, members).changes();
        facts = new DayFacts[changes.size()];
        buyers = new Buyer[facts.length];
        int lifeOrders = ShippedRules.SCHEMA.get("life.orders").index();
        int kept = 0;
        for (Shop.Change change : changes) {
            DayFacts one =
                    factsOf.compute(change.history(), compiled.catalogue().scores(), change.day());
            // Hand-written Java would not look at a recency that is not there.
            if (one.numbers()[lifeOrders] > 0) {
                one.rows(RowType.ORDER);
                facts[kept] = one;
                buyers[kept++] = Buyer.of(ShippedRules.SCHEMA, one);
            }
        }
        facts = Arrays.copyOf(facts, kept);
        buyers = Arrays.copyOf(buyers, kept);
        compare();
    }

    private void compare() {
        for (int i = 0; i < facts.length; i++) {
            Outcome outcome = compiled.decide(facts[i]);
            int[] values = new int[compiled.catalogue().models().size()];
            for (int model = 0; model < values.length; model++) {
                values[model] = outcome.value(model);
            }
            boolean same = Arrays.equals(values, java.apply(buyers[i]));
            if (i % 20 == 0) {
                same &= Arrays.equals(values, drools.decide(buyers[i]));
                same &= outcome.equals(compiled.decidePlainly(facts[i]));
            }
            if (!same) {
                throw new IllegalStateException("The ways of deciding differ for change " + i);
            }
        }
        System.out.printf(
                "%d changes, %d kinds remembered, %d disagreements%n",
                facts.length, compiled.remembered(), compiled.disagreements());
    }

    @TearDown(Level.Trial)
    public void close() {
        compiled.close();
        drools.close();
    }

    private int next() {
        next = next + 1 == facts.length ? 0 : next + 1;
        return next;
    }

    @Benchmark
    public Outcome engine() {
        return compiled.decide(facts[next()]);
    }

    @Benchmark
    public Outcome engineAskingDrools() {
        return compiled.decidePlainly(facts[next()]);
    }

    @Benchmark
    public int[] naiveDrools() {
        return drools.decide(buyers[next()]);
    }

    @Benchmark
    public int[] handWritten() {
        return java.apply(buyers[next()]);
    }
}
