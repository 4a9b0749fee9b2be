package io.memberflow.engine;

import static io.memberflow.engine.TestRulebook.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules over rows and texts: what they mean, and that Drools and the solver agree on it. */
class RowRulesTest {
    private static final String HIT = "decision.tag(\"food.品类\", \"坚果\");";

    /** A row; fields by name, attributes as {@code @name}. */
    static Row row(RowType type, Object... namesAndValues) {
        RowSchema schema = RowSchema.of(type);
        long[] numbers = new long[schema.numbers()];
        Arrays.fill(numbers, Fact.ABSENT);
        String[] texts = new String[schema.texts()];
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = (String) namesAndValues[i];
            if (name.startsWith("@")) {
                attributes.put(name.substring(1), (String) namesAndValues[i + 1]);
            } else {
                RowField field = schema.get(name);
                if (field.isText()) {
                    texts[field.index()] = (String) namesAndValues[i + 1];
                } else {
                    numbers[field.index()] = ((java.lang.Number) namesAndValues[i + 1]).longValue();
                }
            }
        }
        return new Row(type, numbers, texts, attributes, null);
    }

    private static DayFacts facts(Row... rows) {
        long[] numbers = TestRulebook.facts("medianGapDays", 10);
        List<Row> all =
                Arrays.stream(rows)
                        .map(row -> row.type() == RowType.MEMBER ? member(row, numbers) : row)
                        .toList();
        return DayFacts.of(20_000, numbers, all);
    }

    private static Row member(Row row, long[] numbers) {
        String[] texts = new String[RowSchema.of(RowType.MEMBER).texts()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = row.text(i);
        }
        return new Row(RowType.MEMBER, numbers, texts, row.attributes(), null);
    }

    /** The tags that rules give, {@code key=value}. */
    private static List<String> tags(CompiledRules rules, DayFacts facts) {
        Outcome decided = rules.decide(facts);
        assertThat(decided).isEqualTo(rules.decidePlainly(facts));
        assertThat(rules.disagreements()).isZero();
        return decided.tags().stream()
                .map(tag -> rules.catalogue().tags().get(tag.key()).key() + "=" + tag.value())
                .toList();
    }

    private static final DayFacts SHOPPER =
            facts(
                    row(
                            RowType.MEMBER,
                            "gender",
                            "女",
                            "mailDomain",
                            "qq.com",
                            "homeCity",
                            "上海",
                            "@职业",
                            "教师"),
                    row(
                            RowType.ORDER,
                            "age",
                            3,
                            "amount",
                            10_000,
                            "counts",
                            1,
                            "channel",
                            "MOBILE",
                            "status",
                            "PAID"),
                    row(
                            RowType.ORDER,
                            "age",
                            40,
                            "amount",
                            5_000,
                            "counts",
                            1,
                            "channel",
                            "PC",
                            "status",
                            "PAID"),
                    row(
                            RowType.ORDER,
                            "age",
                            50,
                            "amount",
                            7_000,
                            "counts",
                            0,
                            "status",
                            "CANCELLED"),
                    row(
                            RowType.PURCHASE,
                            "age",
                            3,
                            "name",
                            "蕾丝文胸",
                            "category",
                            "内衣",
                            "quantity",
                            2,
                            "price",
                            990_000,
                            "@颜色",
                            "红"),
                    row(
                            RowType.PURCHASE,
                            "age",
                            40,
                            "name",
                            "坚果礼盒",
                            "category",
                            "零食",
                            "quantity",
                            1,
                            "sku",
                            "N-1"),
                    row(
                            RowType.PREFERENCE,
                            "attribute",
                            "颜色",
                            "value",
                            "红",
                            "items",
                            2,
                            "share",
                            400_000_000L,
                            "rank",
                            1),
                    row(
                            RowType.PREFERENCE,
                            "attribute",
                            "颜色",
                            "value",
                            "白",
                            "items",
                            1,
                            "share",
                            200_000_000L,
                            "rank",
                            2),
                    row(
                            RowType.BEHAVIOUR,
                            "type",
                            "VIEW",
                            "key",
                            "内衣",
                            "count7d",
                            3,
                            "daysSince",
                            1),
                    row(
                            RowType.BEHAVIOUR,
                            "type",
                            "CLICK",
                            "key",
                            "内衣",
                            "count7d",
                            2,
                            "daysSince",
                            2),
                    row(
                            RowType.BEHAVIOUR,
                            "type",
                            "VIEW",
                            "key",
                            "鞋",
                            "count7d",
                            4,
                            "daysSince",
                            1),
                    row(
                            RowType.CAMPAIGN,
                            "name",
                            "双11",
                            "kind",
                            "大促",
                            "from",
                            19_900,
                            "to",
                            19_910),
                    row(RowType.TAG, "key", "口味", "value", "辣", "source", "BATCH"),
                    row(RowType.TAG, "key", "等级", "value", "低", "source", "SELF"),
                    row(RowType.TAG, "key", "等级", "value", "高", "source", "MANUAL"));

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "Member( gender == \"女\" ) -> true",
                "Member( gender != \"女\" ) -> false",
                "Member( nick != \"x\" ) -> false",
                "Member( nick == null ) -> true",
                "Member( gender != null, recencyDays == null ) -> true",
                "Member( attributes[\"职业\"] == \"教师\" ) -> true",
                "Member( attributes[\"月收入\"] != \"高\" ) -> false",
                "Member( mailDomain in (\"163.com\", \"qq.com\") ) -> true",
                "Member( mailDomain not in (\"163.com\", \"qq.com\") ) -> false",
                "Member( homeCity str[startsWith] \"上\", homeCity str[endsWith] \"海\" ) -> true",
                "Member( homeCity not str[startsWith] \"上\" || medianGapDays == 10 ) -> true",
                "Member( homeCity not contains \"海\" ) -> false",
                "Order( age < 3 ) -> false",
                "Order( age <= 3, channel == \"MOBILE\" ) -> true",
                "Order( age <= 3, channel == \"PC\" ) -> false",
                "Order( counts == false, status == \"CANCELLED\" ) -> true",
                "Order( !counts, age < 50 ) -> false",
                "exists Purchase( name contains \"蕾丝\", age < 90 ) -> true",
                "not Purchase( age < 14 ) -> false",
                "not Purchase( age < 3 ) -> true",
                "Purchase( price >= 99 ) -> true",
                "Purchase( price > 99.00 ) -> false",
                "Purchase( attributes[\"颜色\"] == \"红\", quantity == 2 ) -> true",
                "Preference( attribute == \"颜色\", share >= 0.4 ) -> true",
                "Preference( attribute == \"颜色\", share > 0.4 ) -> false",
                "Campaign( kind == \"大促\", from <= \"2024-06-30\" ) -> true",
                "Campaign( to >= \"2025-01-01\" ) -> false",
                "Tag( key == \"等级\", value == \"高\" ) -> true",
                "Tag( key == \"等级\", value == \"低\" ) -> false",
                "Tag( key == \"等级\", source == \"MANUAL\" ) -> true",
                "Tag( key == \"口味\", value in (\"甜\", \"辣\") ) -> true",
                "Member( $g : medianGapDays ) Purchase( age < $g ) -> true",
                "Member( $g : medianGapDays ) not Purchase( age < $g ) -> false",
                "Member( $g : medianGapDays > 11 ) Purchase( age < $g ) -> false",
                "Purchase( $c : category, age < 10 ) Behaviour( type == \"VIEW\", key == $c ) -> true",
                "Purchase( $c : category, age > 10 ) Behaviour( key == $c ) -> false",
                "Behaviour( $k : key ) not Purchase( category == $k ) -> true",
                "Behaviour( type == \"CLICK\", $k : key ) not Purchase( category == $k ) -> false",
                "accumulate( Purchase( $q : quantity ); $s : sum($q); $s >= 3 ) -> true",
                "accumulate( Purchase( $q : quantity ); $s : sum($q); $s > 3 ) -> false",
                "accumulate( Order( counts, $a : amount ); $n : count(), $m : average($a); $n == 2, $m == 75 ) -> true",
                "accumulate( Order( counts, $a : amount ); $m : average($a); $m > 75 ) -> false",
                "accumulate( Order( $a : amount ); $m : min($a); $m == 50 ) -> true",
                "accumulate( Order( $a : amount ); $m : max($a); $m < 100 ) -> false",
                "accumulate( Order( age > 99 ); $n : count(); $n == 0 ) -> true",
                "accumulate( Order( age > 99, $a : amount ); $m : min($a); $m >= 0 ) -> false",
                "Behaviour( $k : key, type == \"CLICK\" ) accumulate( Behaviour( type in (\"VIEW\", \"CLICK\"), key == $k, $n : count7d ); $s : sum($n); $s >= 5 ) -> true",
                "Behaviour( $k : key ) accumulate( Behaviour( type in (\"VIEW\", \"CLICK\"), key == $k, $n : count7d ); $s : sum($n); $s >= 6 ) -> false",
                "( Purchase( age > 99 ) or Order( age == 40 ) ) -> true",
                "( Purchase( age > 99 ) or Order( age == 41 ) ) -> false",
                "( Tag( key == \"等级\", value == \"高\" ) or Order( age == 41 ) ) -> true",
                "not ( Purchase( age == 3 ) and Order( age == 3 ) ) -> false",
                "not ( Purchase( age == 3 ) and Order( age == 4 ) ) -> true",
                "not ( Purchase( $c : category ) and Behaviour( key == $c, type == \"CLICK\" ) ) -> false",
                "not ( Purchase( $c : category, age > 9 ) and Behaviour( key == $c ) ) -> true",
                "not ( accumulate( Order(); $n : count(); $n > 2 ) ) -> false",
                "( accumulate( Order(); $n : count(); $n > 3 ) or Order( age == 50 ) ) -> true",
                "exists ( Purchase( age == 3 ) and not Order( age == 4 ) ) -> true",
            })
    void holdsOrNot(String when, boolean holds) {
        try (CompiledRules rules = TestRulebook.rules(rule("r", when, HIT))) {
            assertThat(tags(rules, SHOPPER)).isEqualTo(holds ? List.of("food.品类=坚果") : List.of());
        }
    }

    @Test
    void givesWhatItReads() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        rule(
                                "open",
                                "Preference( attribute == \"颜色\", $v : value )",
                                "decision.tag(\"品牌\", $v);"),
                        rule("closed", "Preference( $v : value )", "decision.tag(\"口味\", $v);"),
                        rule(
                                "number",
                                "Member( $g : medianGapDays ) Tag( key == \"等级\", $v : value )",
                                "decision.tag(\"品牌\", $g); decision.tag(\"food.品类\", $v);"))) {
            assertThat(tags(rules, SHOPPER)).containsExactly("品牌=10", "品牌=白", "品牌=红");
            assertThat(rules.decide(SHOPPER).unknown())
                    .extracting(Outcome.Unknown::value)
                    .containsExactlyInAnyOrder("白", "红", "高");
        }
    }

    @Test
    void laterLayersSeeWhatWins() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        rule("gives", "Member()", "decision.tag(\"口味\", \"咸\");"),
                        rule(
                                "sees",
                                "Tag( key == \"口味\", source == \"RULE\", value == \"咸\" )"
                                        + " not Tag( key == \"口味\", source == \"BATCH\" )",
                                "decision.segment(\"one\", \"a\");"),
                        rule(
                                "sees more",
                                "Segment( model == \"one\", $v : value )",
                                "decision.segment(\"two\", $v);"))) {
            Outcome outcome = rules.decide(SHOPPER);
            assertThat(outcome).isEqualTo(rules.decidePlainly(SHOPPER));
            assertThat(TestRulebook.value(rules, outcome, TestRulebook.ONE)).isEqualTo("a");
            assertThat(TestRulebook.value(rules, outcome, TestRulebook.TWO)).isEqualTo("a");
        }
    }

    @Test
    void aKeyOfOneValueTakesTheStrongest() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        rule("low", "Member()", "decision.tag(\"等级\", \"低\");"),
                        rule("mid", "Member()", "decision.tag(\"等级\", \"中\");"),
                        "rule \"high\" salience -1 when Member() then"
                                + " decision.tag(\"等级\", \"高\"); end\n")) {
            assertThat(tags(rules, SHOPPER)).containsExactly("等级=中");
            assertThat(rules.decide(SHOPPER).ties()).isEqualTo(1);
        }
    }

    @Test
    void aTradeThatIsOffGivesNothing() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        rule("on", "Member()", "decision.tag(\"food.品类\", \"坚果\");"),
                        rule("off", "Member()", "decision.tag(\"closed.品类\", \"坚果\");"))) {
            assertThat(tags(rules, SHOPPER)).containsExactly("food.品类=坚果");
        }
    }

    /** Drools and the solver over random members, with all sorts of rules at once. */
    @Test
    void droolsAndTheSolverAgree() {
        List<String> rules = new ArrayList<>();
        String[] whens = {
            "Purchase( $c : category ) Behaviour( key == $c, count7d >= 1 )",
            "Preference( $v : value, share >= 0.3 )",
            "not ( Purchase( $c : category, age < 20 ) and Preference( value == $c ) )",
            "accumulate( Order( counts, $a : amount ); $s : sum($a), $n : count(); $s >= 1, $n <= 3 )",
            "( Purchase( age < 5 ) or not Order( age < 50 ) or Tag( key == \"等级\" ) )",
            "Order( $a : age ) Purchase( age == $a, category in (\"a\", \"b\") )",
            "Tag( key == \"口味\", $v : value ) Purchase( category contains \"a\" )",
            "Segment( model == \"one\", value == \"a\" ) Purchase( age > 3 )",
        };
        for (int i = 0; i < whens.length; i++) {
            String read =
                    whens[i].contains("$v")
                            ? "$v"
                            : whens[i].contains("$c : category ) B") ? "$c" : "\"n" + i + "\"";
            rules.add(rule("r" + i, whens[i], "decision.tag(\"品牌\", " + read + ");"));
        }
        rules.add(rule("s", "not Purchase( age < 9 )", "decision.segment(\"one\", \"a\");"));
        rules.add(rule("t", "Purchase( age < 2 )", "decision.tag(\"口味\", \"咸\");"));
        Random random = new Random(7);
        try (CompiledRules compiled = TestRulebook.rules(rules.toArray(String[]::new))) {
            for (int i = 0; i < 3_000; i++) {
                tags(compiled, facts(randomRows(random)));
            }
            assertThat(compiled.remembered()).isGreaterThan(100);
        }
    }

    private static Row[] randomRows(Random random) {
        List<Row> rows = new ArrayList<>();
        String[] names = {"a", "b", "ab", null};
        for (int i = random.nextInt(4); i > 0; i--) {
            rows.add(
                    row(
                            RowType.PURCHASE,
                            "age",
                            random.nextInt(30),
                            "category",
                            names[random.nextInt(4)]));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            rows.add(
                    row(
                            RowType.ORDER,
                            "age",
                            random.nextInt(60),
                            "amount",
                            random.nextInt(100),
                            "counts",
                            random.nextInt(2)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            rows.add(
                    row(
                            RowType.BEHAVIOUR,
                            "type",
                            "VIEW",
                            "key",
                            names[random.nextInt(4)],
                            "count7d",
                            random.nextInt(4)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            rows.add(
                    row(
                            RowType.PREFERENCE,
                            "attribute",
                            "x",
                            "value",
                            names[random.nextInt(4)],
                            "share",
                            random.nextInt(10) * 100_000_000L));
        }
        if (random.nextBoolean()) {
            rows.add(
                    row(
                            RowType.TAG,
                            "key",
                            random.nextBoolean() ? "等级" : "口味",
                            "value",
                            "辣",
                            "source",
                            random.nextBoolean() ? "MANUAL" : "BATCH"));
        }
        return rows.toArray(Row[]::new);
    }
}
