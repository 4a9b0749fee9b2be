package io.memberflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.Comparison;
import io.memberflow.engine.Condition;
import io.memberflow.engine.Rule;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.rfm.Bands;
import io.memberflow.rfm.FixedScores;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What the analysis says of made-up rules is held against looking at every member of a small grid
 * that has a member in every region of their constants.
 */
class AnalysisPropertyTest {
    private static final FactSchema SCHEMA = new FactSchema(List.of());
    private static final List<Fact> FACTS =
            List.of(
                    SCHEMA.get("recencyDays"),
                    SCHEMA.get("d30.orders"),
                    SCHEMA.get("d365.orders"),
                    SCHEMA.get("life.orders"));
    private static final long[][] CONSTANTS = {{10, 30, 365}, {0, 1, 2}, {0, 1, 2}, {0, 1, 2}};
    private static final long[][] GRID = {
        {Fact.ABSENT, 0, 9, 10, 11, 29, 30, 31, 364, 365, 366},
        {0, 1, 2, 3},
        {0, 1, 2, 3},
        {0, 1, 2, 3}
    };
    private static final List<long[]> MEMBERS = members();

    @Property(tries = 300)
    void theAnalysisAgreesWithLookingAtEveryMember(@ForAll long seed) {
        Random random = new Random(seed);
        List<Rule> rules = rules(random);
        Report report = Analysis.of(catalogue(), rules, SCHEMA);
        Truths truths = new Truths(rules);
        assertThat(report.unproved()).isEmpty();
        for (int model = 0; model < 2; model++) {
            compare(report, truths, rules, model);
        }
    }

    private static void compare(Report report, Truths truths, List<Rule> rules, int model) {
        String id = id(model);
        List<Fault> faults = report.faults().stream().filter(f -> f.model().equals(id)).toList();
        List<Rule> giving = rules.stream().filter(r -> r.gives().get(0).model() == model).toList();
        Set<String> never = new TreeSet<>();
        Set<String> hidden = new TreeSet<>();
        Set<String> overlaps = new TreeSet<>();
        for (Rule rule : giving) {
            List<long[]> holding = MEMBERS.stream().filter(m -> truths.holds(rule, m)).toList();
            List<long[]> counting =
                    holding.stream()
                            .filter(
                                    m ->
                                            giving.stream()
                                                    .noneMatch(
                                                            r ->
                                                                    r.salience() > rule.salience()
                                                                            && truths.holds(r, m)))
                            .toList();
            if (holding.isEmpty()) {
                never.add(rule.name());
            } else if (counting.isEmpty()) {
                hidden.add(rule.name());
            }
            for (Rule other : giving.subList(giving.indexOf(rule) + 1, giving.size())) {
                if (other.salience() == rule.salience()
                        && !other.gives().equals(rule.gives())
                        && counting.stream().anyMatch(m -> truths.holds(other, m))) {
                    overlaps.add(rule.name() + other.name());
                }
            }
        }
        assertThat(names(faults, Fault.Kind.NEVER)).isEqualTo(never);
        assertThat(names(faults, Fault.Kind.HIDDEN)).isEqualTo(hidden);
        assertThat(names(faults, Fault.Kind.OVERLAP)).isEqualTo(overlaps);
        if (giving.isEmpty()) {
            return;
        }
        // The first model is for everyone, the second only has to be without holes.
        boolean gap = MEMBERS.stream().anyMatch(m -> truths.value(model, m) < 0);
        String as = rules + "\n" + report.findings().stream().map(f -> f.text(false)).toList();
        assertThat(has(faults, Fault.Kind.GAP)).as(as).isEqualTo(model == 0 && gap);
        Set<Fact> read = read(rules, model);
        boolean hole =
                IntStream.range(0, FACTS.size())
                        .anyMatch(f -> read.contains(FACTS.get(f)) && hole(truths, read, model, f));
        assertThat(has(faults, Fault.Kind.HOLE)).as(as).isEqualTo(model == 1 && hole);
        assertThat(has(faults, Fault.Kind.ORDER)).as(as).isEqualTo(backwards(truths, read, model));
    }

    private static boolean hole(Truths truths, Set<Fact> read, int model, int fact) {
        int index = FACTS.get(fact).index();
        for (List<long[]> row : alike(read, fact).values()) {
            long[] valued =
                    row.stream()
                            .filter(m -> truths.value(model, m) >= 0)
                            .mapToLong(m -> m[index])
                            .sorted()
                            .toArray();
            for (long[] member : row) {
                if (valued.length > 0
                        && truths.value(model, member) < 0
                        && valued[0] < member[index]
                        && member[index] < valued[valued.length - 1]) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The catalogue says that values rise with recencyDays. */
    private static boolean backwards(Truths truths, Set<Fact> read, int model) {
        int index = FACTS.get(0).index();
        for (List<long[]> row : alike(read, 0).values()) {
            for (long[] less : row) {
                for (long[] more : row) {
                    int one = truths.value(model, less);
                    int other = truths.value(model, more);
                    if (less[index] < more[index] && one >= 0 && other >= 0 && one > other) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Members who have the fact, by what else is read of them. */
    private static Map<List<Long>, List<long[]>> alike(Set<Fact> read, int fact) {
        return MEMBERS.stream()
                .filter(m -> m[FACTS.get(fact).index()] != Fact.ABSENT)
                .collect(
                        Collectors.groupingBy(
                                m ->
                                        FACTS.stream()
                                                .filter(f -> read.contains(f))
                                                .filter(f -> !f.equals(FACTS.get(fact)))
                                                .map(f -> m[f.index()])
                                                .toList()));
    }

    /** The facts on which the values of a model depend. */
    private static Set<Fact> read(List<Rule> rules, int model) {
        Set<Fact> read = new LinkedHashSet<>();
        rules.stream()
                .filter(r -> r.gives().get(0).model() == model)
                .forEach(r -> read(rules, r, read));
        return read;
    }

    private static void read(List<Rule> rules, Rule of, Set<Fact> read) {
        of.when()
                .forEachLeaf(
                        leaf -> {
                            if (leaf instanceof Condition.Compare compare) {
                                read.add(compare.fact());
                            } else if (leaf instanceof Condition.HasValue value) {
                                readForValue(rules, value, read);
                            }
                        });
    }

    /** What gives one of the values asked for, and what could take its place. */
    private static void readForValue(List<Rule> rules, Condition.HasValue asked, Set<Fact> read) {
        for (Rule rule : rules) {
            Rule.Gift gift = rule.gives().get(0);
            if (gift.model() == asked.model()
                    && asked.values().contains(gift.value()) == asked.in()) {
                read(rules, rule, read);
                for (Rule other : rules) {
                    Rule.Gift rival = other.gives().get(0);
                    boolean stronger =
                            other.salience() > rule.salience()
                                    ? rival.value() != gift.value()
                                    : other.salience() == rule.salience()
                                            && rival.value() < gift.value();
                    if (rival.model() == gift.model() && stronger) {
                        read(rules, other, read);
                    }
                }
            }
        }
    }

    private static Set<String> names(List<Fault> faults, Fault.Kind kind) {
        return faults.stream()
                .filter(f -> f.kind() == kind)
                .map(f -> f.rules().stream().map(Rule::name).collect(Collectors.joining()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean has(List<Fault> faults, Fault.Kind kind) {
        return faults.stream().anyMatch(f -> f.kind() == kind);
    }

    private static String id(int model) {
        return model == 0 ? "base" : "upper";
    }

    private static Catalogue catalogue() {
        List<Model> models = new ArrayList<>();
        for (int model = 0; model < 2; model++) {
            List<Model.Value> values =
                    IntStream.range(0, 3)
                            .mapToObj(v -> new Model.Value("v" + v, "v" + v, null, null, false))
                            .toList();
            Model.Promise promise =
                    new Model.Promise(
                            model == 0 ? Model.Complete.EVERYONE : Model.Complete.NO,
                            null,
                            List.of("recencyDays"),
                            List.of());
            models.add(new Model(id(model), Model.Kind.SEGMENT, "", "", values, promise));
        }
        Bands bands = new Bands(List.of(), List.of(1));
        return new Catalogue(
                models,
                Map.of(),
                new FixedScores(bands, bands, bands, 1, 1, 1),
                List.of(),
                Map.of());
    }

    /** Rules of the lower model over facts, and of the upper one over facts and the lower model. */
    private static List<Rule> rules(Random random) {
        List<Rule> rules = new ArrayList<>();
        for (int model = 0; model < 2; model++) {
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                String name = "<" + id(model) + i + ">";
                rules.add(
                        new Rule(
                                name,
                                "test.drl",
                                rules.size() + 1,
                                name,
                                random.nextInt(2),
                                0,
                                condition(random, model, 2),
                                List.of(new Rule.Gift(model, random.nextInt(3), null)),
                                List.of()));
            }
        }
        return rules;
    }

    private static Condition condition(Random random, int model, int depth) {
        int kind = random.nextInt(depth == 0 ? 4 : 8);
        if (kind == 3 && model > 0) {
            List<Integer> values =
                    IntStream.range(0, 3).filter(v -> random.nextBoolean()).boxed().toList();
            return new Condition.HasValue(0, !values.isEmpty() && random.nextBoolean(), values);
        } else if (kind <= 4) {
            int fact = random.nextInt(FACTS.size());
            long constant = CONSTANTS[fact][random.nextInt(CONSTANTS[fact].length)];
            Comparison comparison = Comparison.values()[random.nextInt(6)];
            return new Condition.Compare(FACTS.get(fact), comparison, constant);
        } else if (kind == 5) {
            return new Condition.Not(condition(random, model, depth - 1));
        }
        List<Condition> of =
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(i -> condition(random, model, depth - 1))
                        .toList();
        return kind == 6 ? new Condition.Any(of) : new Condition.All(of);
    }

    private static List<long[]> members() {
        List<long[]> members = new ArrayList<>();
        for (long recency : GRID[0]) {
            for (long month : GRID[1]) {
                for (long year : GRID[2]) {
                    for (long life : GRID[3]) {
                        long[] numbers = new long[SCHEMA.size()];
                        Arrays.fill(numbers, Fact.ABSENT);
                        numbers[FACTS.get(0).index()] = recency;
                        numbers[FACTS.get(1).index()] = month;
                        numbers[FACTS.get(2).index()] = year;
                        numbers[FACTS.get(3).index()] = life;
                        Map<Fact, Long> known =
                                FACTS.stream()
                                        .collect(Collectors.toMap(f -> f, f -> numbers[f.index()]));
                        if (Truths.impossible(SCHEMA, known).isEmpty()) {
                            members.add(numbers);
                        }
                    }
                }
            }
        }
        return members;
    }
}
