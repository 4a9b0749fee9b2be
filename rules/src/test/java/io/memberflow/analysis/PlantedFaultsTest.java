package io.memberflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.Comparison;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Condition;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.RulebookFiles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shipped rulebook with one fault planted, in every way there is: each is found out, and every
 * example member could be and shows the fault.
 */
class PlantedFaultsTest {
    private static final FactSchema SCHEMA = new FactSchema(List.of());

    /**
     * Bounds beyond which a model has no value by design: to move them makes another rulebook, not
     * a wrong one. What they gate is left open by the catalogue as well.
     */
    private static final Set<String> OUTER =
            Set.of("card_level.银卡 peakAmount365 >= 50000", "pyramid_rank d365.orders >= 1");

    /**
     * Classes of which neither has all that the other has: between them the catalogue claims no
     * order, and which has which name only a test case can say.
     */
    private static final List<String> EQUALS =
            List.of(
                    "rfm_class.重要保持 and rfm_class.重要发展",
                    "rfm_class.重要挽留 and rfm_class.一般价值",
                    "rfm_class.一般保持 and rfm_class.一般发展");

    /** Models that look at tags and rows as well, of which less can be proved. */
    private static final Set<String> BY_MORE_THAN_NUMBERS =
            Set.of("funnel", "value_grade", "loyalty");

    private static Catalogue catalogue;
    private static List<Rule> rules;

    @BeforeAll
    static void readShipped() {
        try (CompiledRules compiled =
                RuleCompiler.compile(RulebookFiles.shipped(), SCHEMA).orThrow()) {
            Catalogue all = compiled.catalogue();
            List<Model> byNumbers =
                    all.models().stream()
                            .filter(model -> !BY_MORE_THAN_NUMBERS.contains(model.id()))
                            .toList();
            // The positions that rules know models by stay right.
            assertThat(all.models().subList(0, byNumbers.size())).isEqualTo(byNumbers);
            catalogue =
                    new Catalogue(
                            byNumbers, all.parameters(), all.scores(), all.tags(), all.trades());
            rules =
                    compiled.rules().stream()
                            .filter(rule -> !rule.gives().isEmpty())
                            .filter(rule -> rule.gives().get(0).model() < byNumbers.size())
                            .toList();
        }
    }

    private enum Plant {
        EDGE(Fault.Kind.GAP, Fault.Kind.HOLE, Fault.Kind.OVERLAP, Fault.Kind.NEVER),
        DROP(Fault.Kind.NOT_GIVEN, Fault.Kind.GAP),
        SWAP(Fault.Kind.ORDER),
        HIDE(Fault.Kind.HIDDEN),
        CONTRADICT(Fault.Kind.NEVER);

        private final Set<Fault.Kind> kinds;

        Plant(Fault.Kind... kinds) {
            this.kinds = EnumSet.copyOf(List.of(kinds));
        }
    }

    private record Planted(Plant plant, String model, String what, List<Rule> rules) {
        @Override
        public String toString() {
            return plant + " " + model + ": " + what;
        }
    }

    @ParameterizedTest
    @MethodSource("io.memberflow.analysis.PlantedFaultsTest#plants")
    void everyPlantedFaultIsFound(Plant plant) {
        List<String> missed = new ArrayList<>();
        for (Planted one : planted(plant)) {
            Report report = Analysis.of(catalogue, one.rules(), SCHEMA);
            assertThat(report.unproved()).as(one.toString()).isEmpty();
            boolean found =
                    report.faults().stream()
                            .anyMatch(
                                    f ->
                                            f.model().equals(one.model())
                                                    && plant.kinds.contains(f.kind()));
            if (!found) {
                missed.add(one.what());
            }
            report.faults().forEach(fault -> checkExamples(one, fault));
        }
        assertThat(missed).containsExactlyElementsOf(plant == Plant.SWAP ? EQUALS : List.of());
    }

    static Stream<Plant> plants() {
        return Stream.of(Plant.values());
    }

    @Test
    void thereAreMoreThanFiftyOfThem() {
        Map<Plant, Integer> counts = new EnumMap<>(Plant.class);
        plants().forEach(plant -> counts.put(plant, planted(plant).size()));
        assertThat(counts.values()).allMatch(count -> count >= 10);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(50);
    }

    private static List<Planted> planted(Plant plant) {
        List<Planted> all = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            switch (plant) {
                case EDGE -> edges(i, all);
                case DROP -> {
                    List<Rule> left = new ArrayList<>(rules);
                    left.remove(i);
                    all.add(new Planted(plant, model(i).id(), rules.get(i).name(), left));
                }
                case SWAP -> swaps(i, all);
                case HIDE -> hide(i, all);
                case CONTRADICT -> contradict(i, all);
            }
        }
        return all;
    }

    /** Each bound one step up and one step down, where the rules of a model share out a line. */
    private static void edges(int position, List<Planted> all) {
        Rule rule = rules.get(position);
        boolean ranked =
                giving(model(position)).stream().map(Rule::salience).distinct().count() > 1;
        List<Condition.Compare> leaves = new ArrayList<>();
        rule.when()
                .forEachLeaf(
                        leaf -> {
                            if (leaf instanceof Condition.Compare compare) {
                                leaves.add(compare);
                            }
                        });
        for (Condition.Compare leaf : leaves) {
            for (int step : new int[] {-1, 1}) {
                long moved = leaf.constant() + step;
                String text =
                        leaf.fact().name()
                                + " "
                                + leaf.comparison().symbol()
                                + " "
                                + leaf.constant();
                boolean outer =
                        OUTER.contains(rule.name() + " " + text)
                                || OUTER.contains(model(position).id() + " " + text);
                // Who did not order has no amount above a bound, so to ask for orders says nothing.
                boolean gate = text.endsWith(".orders >= 1") && step < 0;
                boolean flag = leaf.fact().unit() == Unit.FLAG && (moved < 0 || moved > 1);
                if (!ranked && !outer && !gate && !flag) {
                    Condition when =
                            replaced(
                                    rule.when(),
                                    leaf,
                                    new Condition.Compare(leaf.fact(), leaf.comparison(), moved));
                    all.add(
                            new Planted(
                                    Plant.EDGE,
                                    model(position).id(),
                                    rule.name() + " " + text + " by " + step,
                                    with(
                                            position,
                                            rule(rule, rule.salience(), when, rule.gives()))));
                }
            }
        }
    }

    private static Condition replaced(Condition in, Condition old, Condition by) {
        if (in.equals(old)) {
            return by;
        } else if (in instanceof Condition.All all) {
            return new Condition.All(all.of().stream().map(c -> replaced(c, old, by)).toList());
        }
        return in;
    }

    /** Each rule with each later one of its model: the values change places. */
    private static void swaps(int position, List<Planted> all) {
        Rule rule = rules.get(position);
        for (int i = position + 1; i < rules.size(); i++) {
            Rule other = rules.get(i);
            if (model(i).equals(model(position))) {
                List<Rule> swapped =
                        with(position, rule(rule, rule.salience(), rule.when(), other.gives()));
                swapped.set(i, rule(other, other.salience(), other.when(), rule.gives()));
                String what = rule.name() + " and " + other.name();
                all.add(new Planted(Plant.SWAP, model(position).id(), what, swapped));
            }
        }
    }

    /** Each rule made stronger and wide enough to swallow the next one of its model. */
    private static void hide(int position, List<Planted> all) {
        List<Rule> giving = giving(model(position));
        Rule rule = rules.get(position);
        Rule hidden = giving.get((giving.indexOf(rule) + 1) % giving.size());
        if (isOptional(hidden)) {
            return;
        }
        Condition when = new Condition.Any(List.of(rule.when(), hidden.when()));
        List<Rule> changed = with(position, rule(rule, 1_000, when, rule.gives()));
        String what = hidden.name() + " by " + rule.name();
        all.add(new Planted(Plant.HIDE, model(position).id(), what, changed));
    }

    /** Each rule asked for an order of a month by one who did not order for two. */
    private static void contradict(int position, List<Planted> all) {
        Rule rule = rules.get(position);
        Condition when =
                new Condition.All(
                        List.of(
                                rule.when(),
                                new Condition.Compare(SCHEMA.get("d30.orders"), Comparison.GT, 0),
                                new Condition.Compare(
                                        SCHEMA.get("recencyDays"), Comparison.GE, 60)));
        if (isOptional(rule)) {
            return;
        }
        List<Rule> changed = with(position, rule(rule, rule.salience(), when, rule.gives()));
        all.add(new Planted(Plant.CONTRADICT, model(position).id(), rule.name(), changed));
    }

    /** A value that may be left no room is no fault to be without. */
    private static boolean isOptional(Rule rule) {
        Rule.Gift gift = rule.gives().get(0);
        return catalogue.models().get(gift.model()).values().get(gift.value()).optional();
    }

    private static List<Rule> with(int position, Rule rule) {
        List<Rule> changed = new ArrayList<>(rules);
        changed.set(position, rule);
        return changed;
    }

    private static Rule rule(Rule of, int salience, Condition when, List<Rule.Gift> gives) {
        return new Rule(
                of.name(), of.file(), of.line(), of.title(), salience, 0, when, gives, List.of());
    }

    private static Model model(int rule) {
        return catalogue.models().get(rules.get(rule).gives().get(0).model());
    }

    private static List<Rule> giving(Model model) {
        int position = catalogue.indexOf(model.id());
        return rules.stream()
                .filter(r -> r.gives().stream().anyMatch(g -> g.model() == position))
                .collect(Collectors.toList());
    }

    private static void checkExamples(Planted planted, Fault fault) {
        Truths truths = new Truths(planted.rules());
        String what = planted + ": " + fault.finding().en();
        int model = catalogue.indexOf(fault.model());
        for (Example example : fault.examples()) {
            Map<Fact, Long> facts = new HashMap<>(example.read());
            facts.putAll(example.behind());
            assertThat(Truths.impossible(SCHEMA, facts)).as(what).isEmpty();
        }
        List<long[]> members = fault.examples().stream().map(e -> e.numbers(SCHEMA)).toList();
        switch (fault.kind()) {
            case GAP -> assertThat(truths.value(model, members.get(0))).as(what).isNegative();
            case HOLE -> {
                assertThat(truths.value(model, members.get(0))).as(what).isNegative();
                assertThat(truths.value(model, members.get(1))).as(what).isNotNegative();
                assertThat(truths.value(model, members.get(2))).as(what).isNotNegative();
            }
            case OVERLAP ->
                    assertThat(fault.rules())
                            .as(what)
                            .hasSize(2)
                            .allMatch(rule -> truths.holds(rule, members.get(0)));
            case HIDDEN ->
                    assertThat(fault.rules())
                            .as(what)
                            .allMatch(rule -> truths.holds(rule, members.get(0)))
                            .noneMatch(
                                    rule ->
                                            rule.gives().get(0).value()
                                                            == truths.value(model, members.get(0))
                                                    && planted.plant() == Plant.HIDE);
            case ORDER -> {
                int one = truths.value(model, members.get(0));
                int other = truths.value(model, members.get(1));
                String en = fault.finding().en();
                assertThat(one).as(what).isNotNegative().isNotEqualTo(other);
                assertThat(other).as(what).isNotNegative();
                assertThat(one < other).as(what).isEqualTo(en.contains("should fall"));
            }
            case NEVER, NOT_GIVEN, CATALOGUE -> assertThat(members).as(what).isEmpty();
        }
    }
}
