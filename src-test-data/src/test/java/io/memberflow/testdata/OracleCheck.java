package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.Comparison;
import io.memberflow.engine.Reason;
import io.memberflow.engine.Standing;
import io.memberflow.engine.Turn;
import io.memberflow.engine.Verdict;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Unit;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rulebook.Model;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Holds what ledger and engine say against what the oracle says. */
final class OracleCheck {
    private OracleCheck() {}

    /** Every fact the oracle knows, under the name rules give it. */
    static void facts(FactSchema schema, long[] actual, OracleFacts expected) {
        SortedMap<String, Long> known = named(schema, expected);
        SortedMap<String, Long> named = named(schema, actual);
        // The oracle of orders knows nothing of what is derived besides.
        named.keySet().retainAll(known.keySet());
        assertThat(named).isEqualTo(known);
    }

    private static SortedMap<String, Long> named(FactSchema schema, long[] facts) {
        SortedMap<String, Long> named = new TreeMap<>();
        for (Fact fact : schema.facts()) {
            named.put(fact.name(), facts[fact.index()]);
        }
        return named;
    }

    static SortedMap<String, Long> named(FactSchema schema, OracleFacts facts) {
        SortedMap<String, Long> named = new TreeMap<>();
        for (int days : schema.windows()) {
            OracleWindow window = days == Fact.LIFE ? facts.life() : facts.window(days);
            String name = FactSchema.windowName(days);
            named.put(name + ".orders", (long) window.orders());
            named.put(name + ".amount", window.amount());
            named.put(name + ".averageOrderValue", orAbsent(window.averageOrderValue()));
            named.put(name + ".orderDays", (long) window.orderDays());
            named.put(name + ".items", window.items());
            named.put(name + ".discountedOrders", (long) window.discountedOrders());
            named.put(
                    name + ".largestOrder",
                    window.orders() == 0 ? Fact.ABSENT : window.largestOrder());
            named.put(name + ".refunds", (long) window.refunds());
            named.put(name + ".refundAmount", window.refundAmount());
        }
        named.put("recencyDays", orAbsent(facts.recencyDays()));
        named.put("tenureDays", orAbsent(facts.tenureDays()));
        named.put("medianGapDays", orAbsent(facts.medianGapDays()));
        named.put("firstOrderOn", orAbsent(facts.firstOrderOn()));
        named.put("lastOrderOn", orAbsent(facts.lastOrderOn()));
        named.put("peakAmount365", facts.peakAmount365());
        OracleScores scores = facts.scores();
        named.put("rScore", scores == null ? Fact.ABSENT : scores.r());
        named.put("fScore", scores == null ? Fact.ABSENT : scores.f());
        named.put("mScore", scores == null ? Fact.ABSENT : scores.m());
        named.put("rHigh", scores == null ? Fact.ABSENT : flag(scores.rHigh()));
        named.put("fHigh", scores == null ? Fact.ABSENT : flag(scores.fHigh()));
        named.put("mHigh", scores == null ? Fact.ABSENT : flag(scores.mHigh()));
        named.put("amountTopPercent", percent(facts.amountTopPercent()));
        return named;
    }

    private static long orAbsent(Number number) {
        return number == null ? Fact.ABSENT : number.longValue();
    }

    private static long flag(boolean flag) {
        return flag ? 1 : 0;
    }

    private static long percent(OracleShare share) {
        return share == null
                ? Fact.ABSENT
                : BigInteger.valueOf(share.part())
                        .multiply(BigInteger.TEN.pow(Unit.PERCENT.places() + 2))
                        .divide(BigInteger.valueOf(share.whole()))
                        .longValueExact();
    }

    /** Every model that has a value, and no other. */
    static void standings(List<Standing> actual, SortedMap<String, OracleValue> expected) {
        SortedMap<String, OracleValue> values = new TreeMap<>();
        for (Standing standing : actual) {
            values.put(
                    standing.model().id(),
                    new OracleValue(
                            standing.model().kind() == Model.Kind.STAGE,
                            standing.value(),
                            standing.since(),
                            standing.previousValue(),
                            standing.nextValue(),
                            standing.nextOn()));
        }
        assertThat(values).isEqualTo(expected);
        assertThat(actual).hasSize(expected.size());
    }

    static void turns(List<Turn> actual, List<OracleChange> expected) {
        List<OracleChange> changes = new ArrayList<>();
        for (Turn turn : actual) {
            changes.add(
                    new OracleChange(
                            turn.day(),
                            turn.name(),
                            turn.kind().equals("STAGE"),
                            turn.value(),
                            turn.entered()));
        }
        // Within a day the models may come in any order.
        assertThat(changes).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(changes).isSortedAccordingTo((a, b) -> Integer.compare(a.on(), b.on()));
    }

    static void cutPoints(CutPoints actual, OraclePopulation expected) {
        if (expected == null) {
            assertThat(actual.members()).isZero();
            return;
        }
        assertThat(actual.members()).isEqualTo(expected.members());
        assertThat(Arrays.stream(actual.recency()).asLongStream().boxed().toList())
                .isEqualTo(expected.recency());
        assertThat(Arrays.stream(actual.frequency()).asLongStream().boxed().toList())
                .isEqualTo(expected.frequency());
        assertThat(LongStream.of(actual.monetary()).boxed().toList())
                .isEqualTo(expected.monetary());
        assertThat(actual.recencySum()).isEqualTo(expected.recencySum());
        assertThat(actual.frequencySum()).isEqualTo(expected.frequencySum());
        assertThat(actual.monetarySum()).isEqualTo(expected.monetarySum());
        TreeMap<Long, Long> atMost = new TreeMap<>();
        for (int i = 0; i < actual.amounts().length; i++) {
            atMost.put(actual.amounts()[i], actual.atMost()[i]);
        }
        assertThat(atMost).isEqualTo(expected.atMost());
    }

    /** A reason holds: it quotes the facts as they are, and they are what is needed. */
    static void reasons(Verdict verdict) {
        SortedMap<String, String> values = new TreeMap<>();
        verdict.standings().forEach(s -> values.put(s.model().id(), s.value()));
        for (Standing standing : verdict.standings()) {
            assertThat(standing.reason().rule()).isEqualTo(standing.rule().name());
            for (Reason.Because because : standing.reason().because()) {
                if (because instanceof Reason.FactBecause fact) {
                    assertThat(fact.is()).isEqualTo(verdict.facts().numbers()[fact.fact().index()]);
                    assertThat(holds(fact)).as("%s", fact).isTrue();
                } else if (because instanceof Reason.ModelBecause model) {
                    assertThat(model.is()).isEqualTo(values.get(model.model()));
                }
            }
        }
    }

    private static boolean holds(Reason.FactBecause fact) {
        Comparison comparison = fact.comparison();
        if (fact.is() == Fact.ABSENT) {
            return false;
        }
        int order = Long.compare(fact.is(), fact.needs());
        return switch (comparison) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
        };
    }
}
