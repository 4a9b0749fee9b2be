package io.memberflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.Bound;
import io.memberflow.engine.Comparison;
import io.memberflow.engine.Condition;
import io.memberflow.engine.Finding;
import io.memberflow.engine.Reading;
import io.memberflow.engine.RowPattern;
import io.memberflow.engine.RowTest;
import io.memberflow.engine.Rule;
import io.memberflow.engine.TextOperator;
import io.memberflow.member.FactSchema;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.rfm.Bands;
import io.memberflow.rfm.FixedScores;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnalysisTest {
    private static final FactSchema SCHEMA = new FactSchema(List.of());
    private static final Reading CATEGORY =
            new Reading(RowSchema.of(RowType.PURCHASE).get("category"), null);
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
    void theSameLookAtAnEarlierRowIsAnotherInAnotherRule() {
        rule(0, 0, likeBefore());
        rule(0, 1, new Condition.Not(likeBefore()));

        Report report = analyse(Model.Promise.NONE, 2);

        assertThat(report.faults()).isEmpty();
        assertThat(report.unproved())
                .extracting(Report.Unproved::en)
                .anyMatch(open -> open.startsWith("that the rule r0 overlaps no other depends"));
    }

    @Test
    void whatIsKeptMayStandWithoutItsConditions() {
        Condition fresh = is("recencyDays", Comparison.LT, 30);
        rule(0, 90, fresh, new Rule.Gift(0, 0, null));
        rule(0, 0, is("recencyDays", Comparison.GE, 30), new Rule.Gift(0, 1, null));

        assertThat(analyse(Model.Promise.NONE, 2).unproved())
                .extracting(Report.Unproved::en)
                .anyMatch(open -> open.startsWith("that the rule r0 overlaps no other depends"));
    }

    @Test
    void aValueThatIsReadOfARowIsNotProved() {
        rule(0, 0, unknown("a"), new Rule.Gift(0, -1, new Bound(0, CATEGORY)));

        Report report = analyse(EVERYONE, 2);

        assertThat(report.faults()).isEmpty();
        assertThat(report.unproved())
                .extracting(Report.Unproved::zh)
                .containsExactly("有规则把读到的内容作为值，事先不知道是哪个值");
    }

    @Test
    void rulesThatComeAndGoWithTheDayLeaveNoHole() {
        int day = (int) LocalDate.of(2025, 6, 18).toEpochDay();
        Condition buyer = is("life.orders", Comparison.GE, 1);
        rule(0, 0, new Condition.All(List.of(buyer, is("asOf", Comparison.LT, day))));
        rule(0, 1, new Condition.All(List.of(buyer, is("asOf", Comparison.GE, day + 7))));

        assertThat(analyse(Model.Promise.NONE, 2).proved()).hasSize(1);
        Model.Promise buyers =
                new Model.Promise(Model.Complete.BUYERS, "life", List.of(), List.of());
        assertThat(analyse(buyers, 2).findings())
                .extracting(Finding::zh)
                .singleElement()
                .asString()
                .contains("2025-06-18 <= asOf < 2025-06-25");
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
        rule(salience, 0, when, new Rule.Gift(0, value, null));
    }

    private void rule(int salience, int keepDays, Condition when, Rule.Gift gives) {
        String name = "r" + rules.size();
        int line = rules.size() + 1;
        rules.add(
                new Rule(
                        name,
                        "a.drl",
                        line,
                        name,
                        salience,
                        keepDays,
                        when,
                        List.of(gives),
                        List.of()));
    }

    private static Condition is(String fact, Comparison comparison, long constant) {
        return new Condition.Compare(SCHEMA.get(fact), comparison, constant);
    }

    /** That something of this category was bought. */
    private static Condition unknown(String category) {
        return new Condition.Matches(
                new RowPattern(
                        RowType.PURCHASE,
                        List.of(new RowTest.Text(CATEGORY, TextOperator.IN, List.of(category))),
                        RowPattern.UNBOUND));
    }

    /** That something was bought of the category of a row matched before. */
    private static Condition likeBefore() {
        return new Condition.Matches(
                new RowPattern(
                        RowType.PURCHASE,
                        List.of(
                                new RowTest.TextOfRow(
                                        CATEGORY, TextOperator.IN, new Bound(0, CATEGORY))),
                        RowPattern.UNBOUND));
    }

    private Report analyse(Model.Promise promise, int values) {
        List<Model.Value> all =
                IntStream.range(0, values)
                        .mapToObj(v -> new Model.Value("v" + v, "v" + v, null, null, false))
                        .toList();
        Model model = new Model("model", Model.Kind.SEGMENT, "", "", all, promise);
        Bands bands = new Bands(List.of(), List.of(1));
        FixedScores scores = new FixedScores(bands, bands, bands, 1, 1, 1);
        Catalogue catalogue = new Catalogue(List.of(model), Map.of(), scores, List.of(), Map.of());
        return Analysis.of(catalogue, rules, SCHEMA);
    }
}
