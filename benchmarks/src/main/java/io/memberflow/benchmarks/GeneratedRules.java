package io.memberflow.benchmarks;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.rulebook.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * As many rules as are asked for, each written down three times to the same effect: in this
 * platform's language, as DRL for plain Drools, and as Java. Of ten, six compare a member's
 * numbers, two ask whether an order is there or not, one joins two orders and one adds orders up.
 * Five rules give the values of one model, of which the first that holds stands.
 */
final class GeneratedRules {
    static final int VALUES = 5;
    private static final List<String> CHANNELS = List.of("MOBILE", "PC", "STORE");
    private static final int[][] CONSTANTS = {
        {1, 2, 3},
        {1, 2, 3, 5},
        {1, 2, 3, 5, 8},
        {1, 2, 3, 5, 8, 13},
        {100, 200, 300, 500, 1000},
        {100, 300, 500, 1000, 3000},
        {100, 500, 1000, 3000, 10000},
        {1, 2, 5, 10, 20},
        {7, 15, 30, 60, 90, 180},
        {30, 90, 180, 365, 540}
    };
    private static final int FIRST_AMOUNT = 4;
    private static final int LAST_AMOUNT = 6;
    private static final int FEN = 100;

    private final Random random = new Random(7);
    private final List<String> ours = new ArrayList<>();
    private final List<String> drools = new ArrayList<>();
    private final List<String> java = new ArrayList<>();

    GeneratedRules(int count) {
        for (int rule = 0; rule < count; rule++) {
            switch (rule % 10) {
                case 6, 7 -> exists(rule % 10 == 6);
                case 8 -> join();
                case 9 -> sum();
                default -> member();
            }
        }
    }

    int size() {
        return ours.size();
    }

    int models() {
        return (size() + VALUES - 1) / VALUES;
    }

    private int one(int... of) {
        return of[random.nextInt(of.length)];
    }

    private void member() {
        List<String> our = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            int fact = random.nextInt(Buyer.FACTS.size());
            int constant = one(CONSTANTS[fact]);
            boolean money = fact >= FIRST_AMOUNT && fact <= LAST_AMOUNT;
            String name = Buyer.FACTS.get(fact);
            int dot = name.indexOf('.');
            String field =
                    dot < 0
                            ? name
                            : name.substring(0, dot)
                                    + Character.toUpperCase(name.charAt(dot + 1))
                                    + name.substring(dot + 2);
            String test = random.nextInt(4) == 0 ? " < " : " >= ";
            String inside = test + (money ? constant * FEN : constant);
            our.add(name + test + constant);
            plain.add(field + inside);
            written.add(
                    "b.get%s%s()%s"
                            .formatted(
                                    Character.toUpperCase(field.charAt(0)),
                                    field.substring(1),
                                    inside));
        }
        add(
                "Member( " + String.join(", ", our) + " )",
                "Buyer( " + String.join(", ", plain) + " )",
                "return " + String.join(" && ", written) + ";");
    }

    private void exists(boolean some) {
        int age = one(15, 30, 60, 90, 180, 365);
        int amount = one(50, 100, 200, 300, 500, 1000);
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        String quantifier = some ? "exists " : "not ";
        add(
                quantifier
                        + "Order( channel == \"%s\", age < %d, amount >= %d )"
                                .formatted(channel, age, amount),
                quantifier
                        + "Sale( channel == \"%s\", age < %d, amount >= %d )"
                                .formatted(channel, age, amount * FEN),
                """
                for (Buyer.Sale s : b.getSales()) {
                    if ("%s".equals(s.getChannel()) && s.getAge() < %d && s.getAmount() >= %d) {
                        return %s;
                    }
                }
                return %s;"""
                        .formatted(channel, age, amount * FEN, some, !some));
    }

    private void join() {
        int first = one(90, 180, 365);
        int then = one(15, 30, 60);
        int amount = one(50, 100, 200, 300, 500);
        String ours = "%s( $a : amount, amount >= %d, age < %d )\n    %s( amount > $a, age < %d )";
        add(
                ours.formatted("Order", amount, first, "Order", then),
                ours.formatted("Sale", amount * FEN, first, "Sale", then),
                """
                for (Buyer.Sale s : b.getSales()) {
                    if (s.getAmount() >= %d && s.getAge() < %d) {
                        for (Buyer.Sale t : b.getSales()) {
                            if (t.getAmount() > s.getAmount() && t.getAge() < %d) {
                                return true;
                            }
                        }
                    }
                }
                return false;"""
                        .formatted(amount * FEN, first, then));
    }

    private void sum() {
        int age = one(30, 60, 90, 180, 365);
        int sum = one(200, 500, 1000, 2000, 5000);
        String ours = "accumulate( %s( age < %d, $a : amount ); $s : sum($a); $s >= %d )";
        add(
                ours.formatted("Order", age, sum),
                ours.formatted("Sale", age, sum * FEN),
                """
                long sum = 0;
                for (Buyer.Sale s : b.getSales()) {
                    if (s.getAge() < %d) {
                        sum += s.getAmount();
                    }
                }
                return sum >= %d;"""
                        .formatted(age, sum * FEN));
    }

    private void add(String our, String plain, String written) {
        ours.add(our);
        drools.add(plain);
        java.add(written);
    }

    /** By this platform. */
    CompiledRules compiled() {
        StringBuilder catalogue =
                new StringBuilder(
                        """
                        language: 1
                        scores:
                          recency:   [ { below: 30, score: 5 }, { score: 1 } ]
                          frequency: [ { upTo: 1, score: 1 }, { score: 5 } ]
                          monetary:  [ { upTo: 100, score: 1 }, { score: 5 } ]
                          high: { recencyBelow: 90, frequencyFrom: 2, monetaryFrom: 300 }
                        models:
                        """);
        for (int model = 0; model < models(); model++) {
            catalogue.append("  - { id: m%d, kind: segment, values: [".formatted(model));
            for (int value = 0; value < VALUES; value++) {
                catalogue.append(value == 0 ? "" : ", ").append("{ value: v%d }".formatted(value));
            }
            catalogue.append("] }\n");
        }
        StringBuilder rules = new StringBuilder("package rulebook.generated\n");
        for (int rule = 0; rule < size(); rule++) {
            rules.append(
                    """

                    rule "r%d"
                    when
                        %s
                    then
                        decision.segment("m%d", "v%d");
                    end
                    """
                            .formatted(rule, ours.get(rule), rule / VALUES, rule % VALUES));
        }
        Map<String, String> files = new TreeMap<>();
        files.put("rulebook.yaml", catalogue.toString());
        files.put("generated.drl", rules.toString());
        return RuleCompiler.compile(Release.of(1, files), ShippedRules.SCHEMA).orThrow();
    }

    /** For Drools, each rule adding its number to a list. */
    String drl() {
        StringBuilder rules =
                new StringBuilder(
                        """
                        package generated
                        import io.memberflow.benchmarks.Buyer
                        import io.memberflow.benchmarks.Buyer.Sale
                        global java.util.BitSet fired
                        """);
        for (int rule = 0; rule < size(); rule++) {
            rules.append(
                    """
                    rule "r%d"
                    when
                        %s
                    then
                        fired.set(%d);
                    end
                    """
                            .formatted(rule, drools.get(rule), rule));
        }
        return rules.toString();
    }

    /** A class of this name that is a {@code Function<Buyer, int[]>}. */
    String source(String name) {
        StringBuilder source =
                new StringBuilder(
                        """
                        import io.memberflow.benchmarks.Buyer;
                        public final class %s implements java.util.function.Function<Buyer, int[]> {
                            public int[] apply(Buyer b) {
                                int[] values = new int[%d];
                        """
                                .formatted(name, models()));
        for (int model = 0; model < models(); model++) {
            source.append("        values[%d] = m%d(b);\n".formatted(model, model));
        }
        source.append("        return values;\n    }\n");
        for (int model = 0; model < models(); model++) {
            source.append("    private static int m%d(Buyer b) {\n".formatted(model));
            for (int value = 0; value < VALUES && model * VALUES + value < size(); value++) {
                source.append(
                        "        if (r%d(b)) { return %d; }\n"
                                .formatted(model * VALUES + value, value));
            }
            source.append("        return -1;\n    }\n");
        }
        for (int rule = 0; rule < size(); rule++) {
            source.append(
                    "    private static boolean r%d(Buyer b) {\n%s\n    }\n"
                            .formatted(rule, java.get(rule)));
        }
        return source.append("}\n").toString();
    }
}
