package io.memberflow.editor;

import io.memberflow.cases.CaseReader;
import io.memberflow.cases.CaseReport;
import io.memberflow.cases.CaseRunner;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleForm;
import io.memberflow.member.RowType;
import io.memberflow.rulebook.Parameter;
import io.memberflow.rulebook.Release;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes up a member who gets what a rule gives, as a case: members are put together from the
 * numbers and texts that the rule compares with, and the first one whom the rules give it is taken.
 */
final class CaseFinder {
    private static final String FILE = "tests/?.yaml";
    private static final String DAY = "2025-06-30";
    private static final int MOST = 600;
    private static final String SAMPLE = "红";

    private final CompiledRules rules;
    private final RuleForm form;

    CaseFinder(CompiledRules rules, RuleForm form) {
        this.rules = rules;
        this.form = form;
    }

    /** The entry of a file of tests; empty when no member is found. */
    Optional<String> find() {
        RuleForm.Gift gift = form.gifts().get(0);
        String expected = expectation(gift);
        List<String> bodies = bodies();
        StringBuilder file = new StringBuilder("cases:\n");
        for (int i = 0; i < bodies.size(); i++) {
            file.append(entry("n" + i, bodies.get(i), expected));
        }
        Release release = Release.of(0, Map.of(FILE, file.toString()));
        CaseReader.Result read = CaseReader.read(release, rules.catalogue(), rules.schema());
        CaseRunner runner = new CaseRunner(rules);
        return read.cases().stream()
                .filter(one -> shows(runner.run(List.of(one))))
                .findFirst()
                .map(one -> Integer.parseInt(one.name().substring(1)))
                .map(found -> entry(quoted(form.name()), bodies.get(found), expected));
    }

    /** Whether the value is there, and by this rule. */
    private boolean shows(CaseReport report) {
        return report.misses().isEmpty()
                && report.coverage().silentRules().stream()
                        .noneMatch(rule -> rule.name().equals(form.name()));
    }

    private String expectation(RuleForm.Gift gift) {
        String value = gift.value().startsWith("$") ? sampleOf(gift.value()) : gift.value();
        return switch (gift.call()) {
            case "segment" -> "segments: { " + gift.name() + ": " + quoted(value) + " }";
            case "stage" -> "stages: { " + gift.name() + ": " + quoted(value) + " }";
            default -> "tags: { " + quoted(gift.name()) + ": [ " + quoted(value) + " ] }";
        };
    }

    /** What the rule reads into a variable: a value it is tested for, or any. */
    private String sampleOf(String variable) {
        for (RuleForm.Line line : form.lines()) {
            for (RuleForm.Test test : line.tests()) {
                if (variable.equals(test.variable())) {
                    return line.tests().stream()
                            .filter(t -> t.field().equals(test.field()))
                            .flatMap(t -> t.operands().stream())
                            .filter(operand -> operand.startsWith("\""))
                            .map(CaseFinder::unquoted)
                            .findFirst()
                            .orElse(SAMPLE);
                }
            }
        }
        return SAMPLE;
    }

    private static String entry(String name, String body, String expected) {
        return "  - name: "
                + name
                + "\n    as_of: "
                + DAY
                + "\n"
                + body
                + "    expect:\n      "
                + expected
                + "\n";
    }

    /** Members from the simplest to the less simple. */
    private List<String> bodies() {
        String member = member();
        String behaviours = behaviours();
        String item = item();
        List<String> bodies = new ArrayList<>();
        bodies.add(member + behaviours + "    orders: []\n");
        for (long times : counts()) {
            for (long ago : agos()) {
                for (String amount : amounts(times)) {
                    if (bodies.size() < MOST) {
                        bodies.add(member + behaviours + orders(ago, amount, times, item));
                    }
                }
            }
        }
        return bodies;
    }

    private static String orders(long ago, String amount, long times, String item) {
        return "    orders:\n      - { ago: "
                + ago
                + ", amount: "
                + amount
                + (times > 1 ? ", times: " + times : "")
                + item
                + " }\n";
    }

    private Set<Long> agos() {
        Set<Long> agos = new LinkedHashSet<>(List.of(1L));
        constants("recencyDays", "age", "tenureDays", "daysSince")
                .forEach(
                        c -> {
                            for (long ago :
                                    new long[] {
                                        c.longValue(), c.longValue() - 1, c.longValue() + 1
                                    }) {
                                if (ago >= 0 && ago < 3_000) {
                                    agos.add(ago);
                                }
                            }
                        });
        agos.addAll(List.of(29L, 89L, 179L, 364L, 400L));
        return agos;
    }

    private Set<Long> counts() {
        Set<Long> counts = new LinkedHashSet<>(List.of(1L, 2L, 3L));
        constants("orders", "items", "orderDays", "count")
                .forEach(
                        c -> {
                            for (long count : new long[] {c.longValue(), c.longValue() + 1}) {
                                if (count > 0 && count <= 300) {
                                    counts.add(count);
                                }
                            }
                        });
        return counts;
    }

    private Set<String> amounts(long times) {
        Set<String> amounts = new LinkedHashSet<>(List.of("100"));
        BigDecimal fen = new BigDecimal("0.01");
        constants("amount", "averageOrderValue", "largestOrder", "typicalOrderValue")
                .forEach(
                        c -> {
                            BigDecimal each =
                                    c.divide(BigDecimal.valueOf(times), 2, RoundingMode.CEILING);
                            for (BigDecimal amount :
                                    List.of(c, c.add(fen), c.subtract(fen), each)) {
                                if (amount.signum() >= 0) {
                                    amounts.add(
                                            amount.setScale(2, RoundingMode.DOWN).toPlainString());
                                }
                            }
                        });
        return amounts;
    }

    /** The numbers that fields of such names are compared with, parameters among them. */
    private List<BigDecimal> constants(String... fields) {
        List<BigDecimal> constants = new ArrayList<>();
        for (RuleForm.Line line : form.lines()) {
            for (RuleForm.Test test : line.tests()) {
                for (String field : fields) {
                    if (test.field().endsWith(field) || test.field().startsWith(field)) {
                        test.operands()
                                .forEach(operand -> number(operand).ifPresent(constants::add));
                    }
                }
            }
        }
        return constants;
    }

    private Optional<BigDecimal> number(String operand) {
        Parameter parameter = rules.catalogue().parameters().get(operand);
        String text = parameter == null ? operand : parameter.value();
        return text.matches("-?[0-9]+(\\.[0-9]+)?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    /** The item that purchases and preferences ask for. */
    private String item() {
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (RuleForm.Line line : form.lines()) {
            if (line.not()) {
                continue;
            }
            boolean purchase = line.type().equals(RowType.PURCHASE.title());
            if (line.type().equals(RowType.PREFERENCE.title())) {
                String attribute = text(line, "attribute").orElse("颜色");
                String value = text(line, "value").orElse(SAMPLE);
                (attribute.equals("category") ? plain : attributes).put(attribute, value);
            }
            for (RuleForm.Test test : purchase ? line.tests() : List.<RuleForm.Test>of()) {
                texts(test).findFirst().ifPresent(text -> put(test, text, plain, attributes));
            }
        }
        if (plain.isEmpty() && attributes.isEmpty()) {
            return "";
        }
        plain.putIfAbsent("name", "商品");
        StringBuilder item = new StringBuilder(", items: [ { quantity: 2");
        plain.forEach(
                (key, value) -> item.append(", ").append(key).append(": ").append(quoted(value)));
        if (!attributes.isEmpty()) {
            item.append(", attributes: ").append(map(attributes));
        }
        return item.append(" } ]").toString();
    }

    private static void put(
            RuleForm.Test test,
            String text,
            Map<String, String> plain,
            Map<String, String> attributes) {
        if (test.field().startsWith("attributes")) {
            attributes.put(test.field().replaceAll(".*\\[\"|\"].*", ""), text);
        } else {
            plain.put(test.field(), text);
        }
    }

    private String member() {
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        List<String> tags = new ArrayList<>();
        for (RuleForm.Line line : form.lines()) {
            if (line.not()) {
                continue;
            }
            if (line.type().equals(RowType.TAG.title())) {
                text(line, "key")
                        .ifPresent(
                                key ->
                                        tags.add(
                                                "{ key: "
                                                        + quoted(key)
                                                        + ", value: "
                                                        + quoted(text(line, "value").orElse("是"))
                                                        + ", source: MANUAL, at: 2025-01-01 }"));
            } else if (line.type().equals(RowType.MEMBER.title())) {
                line.tests()
                        .forEach(
                                test ->
                                        texts(test)
                                                .findFirst()
                                                .ifPresent(
                                                        text ->
                                                                put(
                                                                        test,
                                                                        text,
                                                                        plain,
                                                                        attributes)));
            }
        }
        plain.keySet().retainAll(Set.of("gender", "province", "city", "address", "email"));
        if (plain.isEmpty() && attributes.isEmpty() && tags.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        plain.forEach((key, value) -> parts.add(key + ": " + quoted(value)));
        if (!attributes.isEmpty()) {
            parts.add("attributes: " + map(attributes));
        }
        if (!tags.isEmpty()) {
            parts.add("tags: [ " + String.join(", ", tags) + " ]");
        }
        return "    member: { " + String.join(", ", parts) + " }\n";
    }

    private String behaviours() {
        StringBuilder all = new StringBuilder();
        for (RuleForm.Line line : form.lines()) {
            if (line.not() || !line.type().equals(RowType.BEHAVIOUR.title())) {
                continue;
            }
            long times =
                    constants("count").stream().mapToLong(BigDecimal::longValue).max().orElse(1)
                            + 1;
            all.append("      - { type: ")
                    .append(text(line, "type").orElse("VIEW"))
                    .append(", ago: 1, times: ")
                    .append(Math.max(1, Math.min(times, 900)))
                    .append(", category: ")
                    .append(quoted(text(line, "category").or(() -> text(line, "key")).orElse("女装")))
                    .append(" }\n");
        }
        return all.isEmpty() ? "" : "    behaviours:\n" + all;
    }

    private static Optional<String> text(RuleForm.Line line, String field) {
        return line.tests().stream()
                .filter(test -> test.field().equals(field))
                .flatMap(CaseFinder::texts)
                .findFirst();
    }

    private static Stream<String> texts(RuleForm.Test test) {
        boolean asks = !test.operator().startsWith("not") && !test.operator().equals("!=");
        return test.operands().stream()
                .filter(operand -> asks && operand.startsWith("\""))
                .map(CaseFinder::unquoted);
    }

    private static String map(Map<String, String> of) {
        return of.entrySet().stream()
                .map(one -> quoted(one.getKey()) + ": " + quoted(one.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String unquoted(String text) {
        return text.substring(1, text.length() - 1);
    }
}
