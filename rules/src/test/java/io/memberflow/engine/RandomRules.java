package io.memberflow.engine;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes up good rules from the whole language, and members for them; equal seeds, equal rules. */
final class RandomRules {
    /** A list that rules test texts against, {@code tables/lists/some.csv}. */
    static final String LIST = "some";

    private static final List<String> WORDS = List.of("红", "白", "红白", "a");
    private static final List<RowType> ROWS =
            List.of(
                    RowType.ORDER,
                    RowType.PURCHASE,
                    RowType.PREFERENCE,
                    RowType.BEHAVIOUR,
                    RowType.CAMPAIGN,
                    RowType.WORD);

    private final Random random;

    RandomRules(long seed) {
        random = new Random(seed);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** The text of a rule. */
    String rule(String name) {
        return switch (random.nextInt(6)) {
            case 0 -> text(name, bound(RowType.PURCHASE, "category", "$v"), "tag(\"品牌\", $v)");
            case 1 ->
                    text(
                            name,
                            "Order( $a : age, "
                                    + tests(RowType.ORDER, 1)
                                    + " )\n    Purchase( age "
                                    + comparison()
                                    + " $a )",
                            "tag(\"口味\", \"甜\")");
            case 2 ->
                    text(name, pattern(3), "segment(\"one\", \"" + one(List.of("a", "b")) + "\")");
            case 3 ->
                    text(
                            name,
                            "Segment( model == \"one\", value "
                                    + one(
                                            List.of(
                                                    "== \"a\"",
                                                    "!= \"a\"",
                                                    "in (\"a\", \"b\")",
                                                    "not in (\"a\", \"c\")"))
                                    + " )\n    "
                                    + pattern(2),
                            "segment(\"two\", \"b\"); decision.stage(\"course\", \"中文\")");
            case 4 -> text(name, accumulate() + "\n    " + pattern(1), "tag(\"口味\", \"辣\")");
            default -> text(name, pattern(2) + "\n    " + pattern(2), "tag(\"food.品类\", \"坚果\")");
        };
    }

    private String bound(RowType type, String field, String variable) {
        return type.title()
                + "( "
                + variable
                + " : "
                + field
                + " )\n    "
                + one(
                        List.of(
                                "Behaviour( key == $v )",
                                "not Preference( value == $v, "
                                        + tests(RowType.PREFERENCE, 1)
                                        + " )",
                                "exists Preference( value str[startsWith] $v )",
                                "not ( Order( channel != $v ) and Word( value contains $v ) )"));
    }

    private String text(String name, String when, String then) {
        String head =
                one(
                        List.of(
                                "",
                                "\n    @title(\"标题\") @note(\"为什么\")",
                                " salience " + (random.nextInt(9) - 4),
                                " date-effective \"1970-01-03\" date-expires \"2100-01-01\"",
                                " enabled true"));
        return "rule \""
                + name
                + "\""
                + head
                + "\nwhen\n    "
                + when
                + "\nthen\n    decision."
                + then
                + ";\nend\n";
    }

    private String pattern(int depth) {
        switch (random.nextInt(depth == 0 ? 4 : 9)) {
            case 0, 1:
                return "Member( " + tests(RowType.MEMBER, 2) + " )";
            case 2:
                return "Tag( key == \"等级\", "
                        + one(
                                List.of(
                                        "value in (\"高\", \"低\")",
                                        "source != \"BATCH\"",
                                        "value == \"中\" || source == \"SELF\""))
                        + " )";
            case 3:
                RowType type = one(ROWS);
                return type.title() + "( " + tests(type, depth) + " )";
            case 4:
                return "not " + group(depth);
            case 5:
                return "exists " + group(depth);
            default:
                return group(depth);
        }
    }

    private String group(int depth) {
        return "( "
                + pattern(depth - 1)
                + one(List.of(" and ", " or "))
                + pattern(depth - 1)
                + " )";
    }

    private String accumulate() {
        String number = one(List.of("amount", "age", "items", "minutesToPay"));
        String function = one(List.of("sum($a)", "min($a)", "max($a)", "average($a)", "count()"));
        String bind = function.equals("count()") ? "" : ", $a : " + number;
        return "accumulate( Order( "
                + tests(RowType.ORDER, 1)
                + bind
                + " ); $s : "
                + function
                + "; $s "
                + comparison()
                + " "
                + random.nextInt(4)
                + " )";
    }

    private String comparison() {
        return one(List.of("==", "!=", "<", "<=", ">", ">="));
    }

    private String tests(RowType type, int depth) {
        return IntStream.rangeClosed(0, random.nextInt(2))
                .mapToObj(i -> test(type, depth))
                .collect(Collectors.joining(", "));
    }

    private String test(RowType type, int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            return "( "
                    + test(type, depth - 1)
                    + one(List.of(" && ", " || "))
                    + test(type, depth - 1)
                    + " )";
        }
        if (type.hasAttributes() && random.nextInt(5) == 0) {
            return test("attributes[\"颜色\"]", Unit.TEXT, WORDS);
        }
        List<RowField> fields = new ArrayList<>(RowSchema.of(type).fields());
        if (type == RowType.MEMBER) {
            TestRulebook.SCHEMA
                    .readable()
                    .forEach(f -> fields.add(new RowField(type, f.index(), f.name(), f.unit())));
        }
        RowField field = one(fields);
        return test(field.name(), field.unit(), words(field));
    }

    private static List<String> words(RowField field) {
        return switch (field.type().title() + "." + field.name()) {
            case "Behaviour.type" -> List.of("VIEW", "CLICK");
            case "Order.status" -> List.of("PAID", "CANCELLED");
            default -> WORDS;
        };
    }

    private String test(String name, Unit unit, List<String> words) {
        if (random.nextInt(8) == 0) {
            return name + one(List.of(" == null", " != null"));
        }
        if (unit == Unit.FLAG) {
            return one(List.of(name, "!" + name, name + " == true", name + " != true"));
        }
        List<String> literals =
                unit == Unit.TEXT
                        ? words.stream().map(word -> "\"" + word + "\"").toList()
                        : literals(unit);
        if (random.nextInt(4) == 0) {
            return name
                    + one(List.of(" in (", " not in ("))
                    + one(literals)
                    + ", "
                    + one(literals)
                    + ")";
        }
        if (unit != Unit.TEXT) {
            return random.nextInt(6) == 0
                    ? one(literals) + " " + comparison() + " " + name
                    : name + " " + comparison() + " " + one(literals);
        }
        return name
                + " "
                + one(List.of(
                                "== ",
                                "!= ",
                                "contains ",
                                "not contains ",
                                "str[startsWith] ",
                                "str[endsWith] ",
                                "memberOf ",
                                "not memberOf "))
                        .transform(o -> o + (o.contains("memberOf") ? LIST : one(literals)));
    }

    private static List<String> literals(Unit unit) {
        return switch (unit) {
            case COUNT, DAYS -> List.of("0", "1", "2", "30");
            case SCORE -> List.of("1", "3", "5");
            case MONEY -> List.of("0", "0.01", "1.5", "100");
            case RATIO -> List.of("0", "0.4", "1");
            case PERCENT -> List.of("1", "12.5");
            case PRICE -> List.of("0.0001", "1.2345");
            case DATE -> List.of("\"1970-01-05\"", "\"2013-01-01\"");
            case FLAG -> List.of("true", "false");
            case TEXT -> throw new IllegalArgumentException("Texts have their own words");
        };
    }

    /** A member at and around the constants of the rules. */
    DayFacts member() {
        long[] numbers = TestRulebook.facts();
        for (Fact fact : TestRulebook.SCHEMA.readable()) {
            numbers[fact.index()] = number(fact.unit());
        }
        int asOf = 1 + random.nextInt(20_000);
        numbers[TestRulebook.SCHEMA.get("asOf").index()] = asOf;
        List<Row> rows = new ArrayList<>();
        rows.add(row(RowType.MEMBER, numbers));
        for (RowType type : ROWS) {
            for (int i = random.nextInt(4); i > 0; i--) {
                rows.add(row(type, new long[RowSchema.of(type).numbers()]));
            }
        }
        if (random.nextBoolean()) {
            rows.add(
                    new Row(
                            RowType.TAG,
                            new long[0],
                            new String[] {
                                "等级", one(List.of("高", "中", "低")), one(List.of("MANUAL", "SELF"))
                            },
                            Map.of(),
                            null));
        }
        return DayFacts.of(asOf, numbers, rows);
    }

    private Row row(RowType type, long[] numbers) {
        String[] texts = new String[RowSchema.of(type).texts()];
        for (RowField field : RowSchema.of(type).fields()) {
            if (field.isText()) {
                texts[field.index()] = random.nextInt(4) == 0 ? null : one(words(field));
            } else {
                numbers[field.index()] = number(field.unit());
            }
        }
        Map<String, String> attributes = new TreeMap<>();
        if (type.hasAttributes() && random.nextBoolean()) {
            attributes.put("颜色", one(WORDS));
        }
        return new Row(type, numbers, texts, attributes, null);
    }

    private long number(Unit unit) {
        if (random.nextInt(5) == 0) {
            return Fact.ABSENT;
        }
        String literal = one(literals(unit));
        return switch (unit) {
            case FLAG -> random.nextInt(2);
            case DATE ->
                    LocalDate.parse(literal.substring(1, literal.length() - 1)).toEpochDay()
                            + random.nextInt(3)
                            - 1;
            default ->
                    new BigDecimal(literal).movePointRight(unit.places()).longValueExact()
                            + random.nextInt(3)
                            - 1;
        };
    }

    static String list() {
        return "值\n" + String.join("\n", Arrays.asList("红", "红白")) + "\n";
    }
}
