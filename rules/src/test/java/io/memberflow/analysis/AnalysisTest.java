package io.memberflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.Comparison;
import io.memberflow.engine.Condition;
import io.memberflow.engine.Finding;
import io.memberflow.engine.Reading;
import io.memberflow.engine.RowPattern;
import io.memberflow.engine.RowTest;
import io.memberflow.engine.Rule;
import io.memberflow.engine.TextOperator;
import io.memberflow.member.FactSchema;
import io.memberflow.member.RowType;
import io.memberflow.rfm.Bands;
import io.memberflow.rfm.FixedScores;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnalysisTest {
    private static final FactSchema SCHEMA = new FactSchema(List.of());
    private static final Model.Promise EVERYONE =
            new Model.Promise(Model.Complete.EVERYONE, null, List.of(), List.of());

    private final List<Rule> rules = new ArrayList<>();

    @Test
    void conditionsNothingIsKnownOfAreTakenAsOnOrOff() {
        rule(0, 2, is("life.orders", Comparison.GE, 2));
        rule(0, 1, is("life.orders", Comparison.EQ, 1));
        Condition none = is("life.orders", Comparison.EQ, 0);
        rule(0, 0, new Condition.All(List.of(none, unknown("a"))));
        rule(0, 3, new Condition.All(List.of(none, new Condition.Not(unknown("a")))));

        Report report = analyse(EVERYONE, 4);

        assertThat(report.faults()).isEmpty();
        assertThat(report.unproved()).isEmpty();
        assertThat(report.proved()).containsExactly(new Report.Proved("model", 1));
    }

    @Test
    void whatDependsOnThemIsNotProved() {
        rule(0, 0, unknown("a"));
        rule(0, 1, unknown("b"));

        Report report = analyse(EVERYONE, 2);

        assertThat(report.faults()).isEmpty();
        assertThat(report.proved()).isEmpty();
        assertThat(report.unproved())
                .extracting(Report.Unproved::en)
                .containsExactly(
                        "that the rule r0 overlaps no other depends on conditions that are no"
                                + " comparisons of facts",
                        "that there is no gap depends on conditions that are no comparisons of"
                                + " facts");
    }

    @Test
    void aFaultThatIsThereHoweverTheyTurnOutIsFound() {
        Condition less = is("recencyDays", Comparison.LT, 100);
        rule(0, 0, new Condition.All(List.of(less, unknown("a"))));
        rule(0, 1, is("recencyDays", Comparison.GT, 110));

        Report report =
                analyse(new Model.Promise(Model.Complete.BUYERS, "life", List.of(), List.of()), 2);

        assertThat(report.findings())
                .extracting(Finding::en)
                .containsExactly(
                        "The model model has a gap: no rule holds for 100 <= recencyDays <= 110. For"
                                + " example recencyDays = 100. Add a rule or move a bound of its"
                                + " neighbours; if members may have no value here, change complete in"
                                + " rulebook.yaml.");
    }

    @Test
    void factsHangTogether() {
        // No order within 90 days, yet an amount within 30: nobody.
        rule(
                0,
                0,
                new Condition.All(
                        List.of(
                                is("recencyDays", Comparison.GE, 90),
                                is("d30.amount", Comparison.GT, 0))));
        // An average of 10 yuan over two orders is an amount of 19.99 to 20.00.
        rule(
                0,
                1,
                new Condition.All(
                        List.of(
                                is("life.orders", Comparison.EQ, 2),
                                is("life.averageOrderValue", Comparison.EQ, 1_000),
                                is("life.amount", Comparison.GT, 2_000))));
        rule(
                0,
                2,
                new Condition.All(
                        List.of(
                                is("life.orders", Comparison.EQ, 2),
                                is("life.averageOrderValue", Comparison.EQ, 1_000),
                                is("life.amount", Comparison.EQ, 1_999))));

        Report report = analyse(Model.Promise.NONE, 3);

        assertThat(report.faults())
                .extracting(Fault::kind)
                .containsExactly(Fault.Kind.NEVER, Fault.Kind.NEVER);
        assertThat(report.faults().get(0).rules()).containsExactly(rules.get(0));
        assertThat(report.faults().get(1).rules()).containsExactly(rules.get(1));
    }

    @Test
    void theCatalogueIsTakenAtItsWord() {
        rule(0, 0, is("life.orders", Comparison.GE, 1));

        Report report =
                analyse(
                        new Model.Promise(
                                Model.Complete.BUYERS, "d400", List.of("life.ordrs"), List.of()),
                        1);

        assertThat(report.faults())
                .extracting(Fault::kind)
                .containsExactly(Fault.Kind.CATALOGUE, Fault.Kind.CATALOGUE);
        assertThat(report.findings().get(0).en()).contains("d400, which is not kept");
        assertThat(report.findings().get(1).zh()).contains("没有 life.ordrs 这个事实");
    }

    @Test
    void aModelWithoutRulesIsToldOnce() {
        assertThat(analyse(EVERYONE, 2).findings())
                .containsExactly(
                        new Finding(
                                "rulebook.yaml",
                                1,
                                1,
                                "没有规则给出模型 model 的值：v0、v1。请补上规则，或从 rulebook.yaml 里删掉这个值；参数可能使它没有人时写"
                                        + " optional: true。",
                                "No rule gives these values of the model model: v0, v1. Add a rule, or"
                                        + " take the value out of rulebook.yaml; if a parameter may leave"
                                        + " it no room, write optional: true."));
    }

    private void rule(int salience, int value, Condition when) {
        String name = "r" + rules.size();
        List<Rule.Gift> gives = List.of(new Rule.Gift(0, value, null));
        rules.add(
                new Rule(
                        name,
                        "a.drl",
                        rules.size() + 1,
                        name,
                        salience,
                        0,
                        when,
                        gives,
                        List.of()));
    }

    private static Condition is(String fact, Comparison comparison, long constant) {
        return new Condition.Compare(SCHEMA.get(fact), comparison, constant);
    }

    /** A condition that is no comparison of numbers. */
    private static Condition unknown(String name) {
        Reading attribute = new Reading(null, name);
        RowTest test = new RowTest.Text(attribute, TextOperator.IN, List.of("x"));
        return new Condition.Matches(
                new RowPattern(RowType.MEMBER, List.of(test), RowPattern.UNBOUND));
    }

    private Report analyse(Model.Promise promise, int values) {
        List<Model.Value> all =
                IntStream.range(0, values)
                        .mapToObj(v -> new Model.Value("v" + v, "v" + v, null, null, false))
                        .toList();
        Model model = new Model("model", Model.Kind.SEGMENT, "", "", all, promise);
        Bands bands = new Bands(List.of(), List.of(1));
        FixedScores scores = new FixedScores(bands, bands, bands, 1, 1, 1);
        return Analysis.of(
                new Catalogue(List.of(model), Map.of(), scores, List.of(), Map.of()),
                rules,
                SCHEMA);
    }
}
