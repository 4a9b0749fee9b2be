package io.memberflow.facts;

import static io.memberflow.facts.Read.D;
import static io.memberflow.facts.Read.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.BehaviourType;
import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import io.memberflow.order.OrderStatus;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rulebook.LookupTables;
import io.memberflow.rulebook.LookupTables.Campaign;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** On a day that is no change day, everything is as on the day before. */
class ChangeDaysPropertyTest {
    private static final int FROM = D - 250;
    private static final int TO = D + 450;
    private static final LookupTables TABLES =
            new LookupTables(
                    List.of(new Campaign("c", "k", D - 90, D - 60)),
                    Map.of(LookupTables.SAMPLES, Set.of("s1")),
                    Map.of("w", Map.of("局", "a", "邮局", "", "公司", "b")));
    private static final Set<String> COUNTERS =
            Set.of("recencyDays", "tenureDays", "returnedDays", "daysPastGap");
    private static final String[] WORDS = {"x", "y", "邮局", "公司", "税务局"};

    /** Random events, most of them where the days looked at can see them. */
    private static TestMember member(Random random) {
        TestMember member = new TestMember();
        for (int i = random.nextInt(7); i > 0; i--) {
            order(member, random, i);
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            String[] births = {"2000-02-29", "1999-05-01", null, "2025-04-01"};
            String birthday = births[random.nextInt(4)];
            member.field("birthday", birthday, day(random), random.nextInt(2));
            member.field("attributes.a", word(random), day(random), random.nextInt(2));
            member.field("address", word(random), day(random));
            member.field("email", word(random) + "@" + word(random), day(random));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            int day = day(random);
            int until = random.nextBoolean() ? Integer.MAX_VALUE : day + random.nextInt(99);
            boolean withdrawn = random.nextInt(3) == 0;
            member.tag("t" + random.nextInt(2), word(random), "SELF", day, 0, until, withdrawn);
        }
        BehaviourType[] types = BehaviourType.values();
        for (int i = random.nextInt(12); i > 0; i--) {
            member.did(
                    types[random.nextInt(types.length)],
                    day(random),
                    random.nextInt(3),
                    word(random),
                    word(random),
                    random.nextInt(3) == 0 ? null : "SMS");
        }
        if (random.nextInt(4) == 0) {
            member.fold(D - 700);
        }
        return member;
    }

    private static void order(TestMember member, Random random, int i) {
        TestMember.OrderDraft order =
                member.order("o" + i, day(random))
                        .amount(random.nextInt(5) * 500L)
                        .paid(random.nextInt(3))
                        .quantity(random.nextInt(3))
                        .from(random.nextBoolean() ? "JUHUASUAN" : word(random))
                        .via(random.nextBoolean() ? "MOBILE" : null, word(random), null)
                        .to(word(random), word(random), word(random))
                        .item("s" + random.nextInt(3), "n", word(random), 1, "尺码", word(random));
        switch (random.nextInt(6)) {
            case 0 -> order.status(OrderStatus.CREATED);
            case 1 -> order.status(OrderStatus.REFUNDED).amount(100).refund(100);
            case 2 -> order.created(5 * TestMember.MINUTE).discount(1).amount(100).refund(50);
            default -> order.created(random.nextInt(9) * TestMember.MINUTE);
        }
    }

    private static int day(Random random) {
        return D + 60 - random.nextInt(random.nextInt(5) == 0 ? 1200 : 420);
    }

    private static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private static Wanted wanted(Random random) {
        if (random.nextInt(4) == 0) {
            return Wanted.all(SCHEMA);
        }
        Set<RowType> types = EnumSet.noneOf(RowType.class);
        types.addAll(some(List.of(RowType.values()), random, 2));
        return new Wanted(
                some(SCHEMA.readable(), random, 3),
                some(RowSchema.of(RowType.MEMBER).fields(), random, 2),
                types);
    }

    private static <T> Set<T> some(Collection<T> all, Random random, int most) {
        List<T> list = new ArrayList<>(all);
        java.util.Collections.shuffle(list, random);
        return new HashSet<>(list.subList(0, random.nextInt(most + 1)));
    }

    private static boolean countsDays(Fact fact) {
        return COUNTERS.contains(fact.name());
    }

    private static Set<Long> steps(Random random) {
        return Set.copyOf(some(List.of(-7L, 0L, 1L, 14L, 30L, 45L, 91L, 364L, 400L), random, 3));
    }

    private static DaySteps steps(Wanted wanted, Random random) {
        Map<Fact, Set<Long>> numbers = new HashMap<>();
        wanted.numbers().stream()
                .filter(ChangeDaysPropertyTest::countsDays)
                .forEach(fact -> numbers.put(fact, steps(random)));
        Map<RowField, Set<Long>> fields = new HashMap<>();
        for (RowType type : wanted.types()) {
            for (RowField field : RowSchema.of(type).fields()) {
                if (field.unit() == Unit.DAYS) {
                    fields.put(field, steps(random));
                }
            }
        }
        return new DaySteps(numbers, fields);
    }

    /** All that must stand still: what counts days only by its side of each step. */
    private static List<String> still(DayFacts facts, Wanted wanted, DaySteps steps) {
        List<String> still = new ArrayList<>();
        for (Fact fact : wanted.numbers()) {
            long value = facts.numbers()[fact.index()];
            Set<Long> turns = countsDays(fact) ? steps.numbers().get(fact) : null;
            still.add(fact.name() + "=" + side(value, turns));
        }
        for (Row row : facts.rows()) {
            StringBuilder text = new StringBuilder(row.type().title());
            for (RowField field : RowSchema.of(row.type()).fields()) {
                text.append(' ').append(field.name()).append('=');
                if (field.isText()) {
                    text.append(row.text(field.index()));
                } else {
                    Set<Long> turns = field.unit() == Unit.DAYS ? steps.fields().get(field) : null;
                    text.append(side(row.number(field.index()), turns));
                }
            }
            still.add(text.append(new TreeMap<>(row.attributes())).toString());
        }
        return still;
    }

    private static String side(long value, Set<Long> steps) {
        return steps == null || value == Fact.ABSENT
                ? Long.toString(value)
                : "below " + steps.stream().filter(step -> value < step).count();
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void nothingChangesOnOtherDays(@ForAll Random random) {
        MemberHistory history = member(random).history();
        Wanted wanted = wanted(random);
        DaySteps steps = steps(wanted, random);
        DaysBetween days = DaysBetween.all(FROM, TO);
        new ChangeDays(SCHEMA, wanted, steps, Read.SCORES).addTo(days, history);
        List<Integer> changes = Arrays.stream(days.ascending()).boxed().toList();
        DayFactsOf facts = new DayFactsOf(SCHEMA, wanted, TABLES, 90, key -> key.equals("t0"));
        List<String> before = still(facts.compute(history, Read.SCORES, FROM - 1), wanted, steps);
        for (int day = FROM; day <= TO; day++) {
            List<String> now = still(facts.compute(history, Read.SCORES, day), wanted, steps);
            if (!changes.contains(day)) {
                assertThat(now).as("day D%+d", day - D).isEqualTo(before);
            }
            before = now;
        }
        assertThat(changes).hasSizeLessThan(TO - FROM).isSorted().doesNotHaveDuplicates();
        DaysBetween first = DaysBetween.first(FROM, TO);
        new ChangeDays(SCHEMA, wanted, steps, Read.SCORES).addTo(first, history);
        assertThat(first.first()).isEqualTo(changes.isEmpty() ? null : changes.get(0));
    }
}
