package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.engine.RuleForm;
import io.memberflow.engine.RuleLayout;
import io.memberflow.engine.RuleSource;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.rulebook.RulebookFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is entered into the form or set: the rulebook that comes of it parses, is laid out as it
 * stands, reads back as it was entered and passes the check, or it is refused with a reason.
 */
class RandomEditsPropertyTest {
    private static final int EDITS = Boolean.getBoolean("memberflow.full") ? 10_000 : 1_000;

    private static final List<String> OPERANDS =
            List.of(
                    "0",
                    "1",
                    "3",
                    "90",
                    "299.99",
                    "-5",
                    "0.4",
                    "1.234",
                    "007",
                    "declineDays",
                    "churnDays",
                    "nothing",
                    "true",
                    "\"红\"",
                    "\"2025-01-31\"",
                    "\"\"",
                    "\"a b\"",
                    "99999999999999999999");

    private static final List<String> OPERATORS =
            List.of(
                    "==",
                    "!=",
                    "<",
                    "<=",
                    ">",
                    ">=",
                    "in",
                    "not in",
                    "contains",
                    "not contains",
                    "str[startsWith]",
                    "",
                    "!");

    @TempDir private static Path folder;
    private static Rulebook good;

    private final Random random = new Random(20251123);

    @BeforeAll
    static void aGoodRulebook() {
        Commands.run("init", folder.resolve("good").toString());
        good = Rulebook.in(folder.resolve("good"));
    }

    @Test
    void formsThatAreTakenReadBackAsTheyWereEntered() {
        int taken = 0;
        int refused = 0;
        while (taken + refused < EDITS) {
            RuleForm form = randomForm(taken + refused);
            FileChanges changes = new FileChanges(good);
            try {
                new RuleDraft(changes).add("tags/general.drl", form);
            } catch (Stop e) {
                assertThat(e.in(Language.ZH)).isNotBlank();
                refused++;
                continue;
            }
            String text = changes.text("tags/general.drl");
            RuleCompiler.Result result = changes.after().understand();
            if (!result.findings().isEmpty()) {
                assertThat(result.findings())
                        .allMatch(f -> !f.zh().isBlank() && f.file().equals("tags/general.drl"));
                refused++;
                continue;
            }
            taken++;
            assertThat(RuleLayout.of(text)).as(text).hasValue(text);
            RuleSource written = RuleSource.named(text, form.name()).orElseThrow();
            assertThat(RuleForm.of(written)).as(text).hasValue(form);
            Rule rule = result.rules().rules().get(position(result.rules(), form.name()));
            assertThat(Forms.of(changes.after(), result.rules(), rule, written)).hasValue(form);
        }
        tell("forms", taken, refused);
    }

    @Test
    void numbersThatAreTakenChangeOnlyTheRulesThatReadThem() {
        int taken = 0;
        int refused = 0;
        try (CompiledRules before = good.rules()) {
            while (taken + refused < EDITS) {
                Rule rule = pick(before.rules());
                RuleSource source = good.written(rule).orElseThrow();
                List<RuleSource.Comparing> all = source.comparisons();
                if (all.isEmpty()) {
                    continue;
                }
                RuleSource.Comparing one = pick(all);
                Map<String, String> files = good.files();
                files.put(rule.file(), source.with(one, pick(OPERANDS)));
                RuleCompiler.Result after = good.with(files).understand();
                if (!after.findings().isEmpty()) {
                    assertThat(after.findings()).allMatch(f -> !f.en().isBlank());
                    refused++;
                    continue;
                }
                taken++;
                assertThat(RuleLayout.of(files.get(rule.file()))).hasValue(files.get(rule.file()));
                for (int r = 0; r < before.rules().size(); r++) {
                    if (before.rules().get(r) != rule) {
                        assertThat(after.rules().rules().get(r)).isEqualTo(before.rules().get(r));
                    }
                }
            }
        }
        tell("numbers", taken, refused);
    }

    /** All edits were made, and those that were taken are no rare few. */
    private static void tell(String what, int taken, int refused) {
        System.out.printf("Random %s: %d taken, %d refused%n", what, taken, refused);
        assertThat(taken + refused).isEqualTo(EDITS);
        assertThat(taken).isGreaterThan(EDITS / 20);
    }

    @Test
    void parametersAreChangedWhereTheyStandAndNowhereElse() {
        String text = good.text(RulebookFiles.CATALOGUE);
        for (String parameter : List.of("declineDays", "churnDays", "bigOrderAmount")) {
            Optional<String> changed = ParameterText.with(text, parameter, "123");
            assertThat(changed).isPresent();
            List<String> was = text.lines().toList();
            List<String> is = changed.orElseThrow().lines().toList();
            List<String> differ = new ArrayList<>();
            for (int i = 0; i < was.size(); i++) {
                if (!was.get(i).equals(is.get(i))) {
                    differ.add(is.get(i));
                }
            }
            assertThat(differ).hasSize(1).allMatch(line -> line.contains(parameter + ": "));
            assertThat(differ.get(0)).contains("value: 123,");
        }
        assertThat(ParameterText.with(text, "decline", "1")).isEmpty();
    }

    @Test
    void everyRuleOfTheTemplateHasAForm() {
        try (CompiledRules rules = good.rules()) {
            for (Rule rule : rules.rules()) {
                RuleSource source = good.written(rule).orElseThrow();
                assertThat(Forms.of(good, rules, rule, source)).as(rule.name()).isPresent();
            }
        }
    }

    @Test
    void whatDoesNotFitTheFormIsNone() {
        for (String when :
                List.of(
                        "Member( recencyDays < 3 || recencyDays > 9 )",
                        "( Member( recencyDays < 3 ) or Member( recencyDays > 9 ) )",
                        "accumulate( Order( counts, $a : amount ); $s : sum($a); $s >= 100 )",
                        "Member( recencyDays < 3 ) // 说明")) {
            String text =
                    "package rulebook\nrule \"r\"\nwhen\n    "
                            + when
                            + "\nthen\n    decision.tag(\"大单客户\", \"是\");\nend\n";
            assertThat(RuleForm.of(RuleSource.named(text, "r").orElseThrow())).as(when).isEmpty();
        }
    }

    private static int position(CompiledRules rules, String name) {
        return rules.rules().stream().map(Rule::name).toList().indexOf(name);
    }

    private RuleForm randomForm(int number) {
        List<RuleForm.Line> lines = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            lines.add(randomLine());
        }
        return new RuleForm(
                "随机 " + number,
                random.nextBoolean() ? "标题" : null,
                random.nextInt(5) == 0 ? "crm" : null,
                random.nextInt(5) == 0 ? "说明：一、二" : null,
                random.nextInt(3) == 0 ? random.nextInt(100) - 50 : null,
                random.nextInt(4) == 0 ? 1 + random.nextInt(365) : null,
                List.copyOf(lines),
                List.of(
                        random.nextInt(3) == 0
                                ? new RuleForm.Gift("tag", "偏好颜色", pick(List.of("红", "$v", "藏 青")))
                                : new RuleForm.Gift("tag", "大单客户", "是")));
    }

    private RuleForm.Line randomLine() {
        RowType type = pick(List.of(RowType.values()));
        List<RuleForm.Test> tests = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            tests.add(randomTest(type));
        }
        return new RuleForm.Line(random.nextInt(4) == 0, type.title(), List.copyOf(tests));
    }

    private RuleForm.Test randomTest(RowType type) {
        List<String> names = SchemaCommand.readableNames(type);
        String field =
                type.hasAttributes() && random.nextInt(6) == 0 ? "attributes[\"颜色\"]" : pick(names);
        boolean text =
                RowSchema.of(type).find(field).map(f -> f.isText()).orElse(field.startsWith("att"));
        String operator = pick(OPERATORS);
        List<String> operands = new ArrayList<>();
        boolean list = operator.endsWith("in");
        for (int i = list ? 1 + random.nextInt(3) : 1; i > 0; i--) {
            operands.add(text && random.nextBoolean() ? "\"红\"" : pick(OPERANDS));
        }
        boolean bare = operator.isEmpty() || operator.equals("!");
        String variable =
                !operator.equals("!") && random.nextInt(8) == 0 ? pick(List.of("$v", "$w")) : null;
        return new RuleForm.Test(
                variable, field, operator, bare ? List.of() : List.copyOf(operands));
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
