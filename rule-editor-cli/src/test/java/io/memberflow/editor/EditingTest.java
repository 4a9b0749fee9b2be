package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Finding;
import io.memberflow.engine.RuleForm;
import io.memberflow.rulebook.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditingTest {
    @TempDir private Path temporary;
    private Path folder;

    @BeforeEach
    void aSmallRulebook() {
        folder = temporary.resolve("rules");
        assertThat(Commands.run("init", folder.toString()).exit()).isZero();
    }

    @Test
    void oneNumberIsSetAndItIsSaidWhoIsAffected() throws IOException {
        Commands.Ran ran = run("set", "frequency.3次以上", "d365.orders", "4", "--lang=zh");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .isEqualTo(
                        "frequency.3次以上  收窄，原有成员只减不增\n"
                                + "    d365.orders >= 3 改为 4：影响 d365.orders 从 3 到 3 的会员\n");
        assertThat(Files.readString(folder.resolve("segments/frequency.drl")))
                .contains("Member( d365.orders >= 4 )");
    }

    @Test
    void aNumberThatIsAParameterIsSetForAllItsRules() throws IOException {
        Commands.Ran ran = run("set", "lifecycle.衰退期", "recencyDays <", "150", "--lang=en");
        assertThat(ran.out())
                .contains(
                        "lifecycle.衰退期  narrower",
                        "lifecycle.流失期  wider",
                        "concerns members with recencyDays from 150 to 179");
        assertThat(Files.readString(folder.resolve("rulebook.yaml")))
                .contains("churnDays: { type: days, value: 150, min");
        assertThat(run("check").exit()).isZero();
    }

    @Test
    void whatCannotBeSetIsRefusedAndNothingIsWritten() throws IOException {
        Map<String, String> before = files();
        assertThat(run("set", "frequency.3次以上", "d365.orders", "4.5").exit()).isEqualTo(1);
        assertThat(run("set", "lifecycle.流失期", "recencyDays", "9999").exit()).isEqualTo(1);
        assertThat(run("set", "lifecycle.衰退期", "recencyDays", "9").exit()).isEqualTo(2);
        assertThat(run("set", "lifecycle.衰退期", "d30.orders", "9").exit()).isEqualTo(2);
        assertThat(run("set", "frequency.3次以上", "d365.orders", "4", "--dry-run").exit()).isZero();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aRuleByFlagsComesWithACaseThatHolds() throws IOException {
        Commands.Ran ran =
                run(
                        "new",
                        "tag",
                        "大单客户",
                        "是",
                        "--when=d365.amount >= 2000, d365.orders >= 4",
                        "--when=not Purchase( category == \"赠品\" )",
                        "--rule-name=大户");
        assertThat(ran.exit()).isZero();
        assertThat(run("fmt", "--check").exit()).isZero();
        assertThat(run("test").exit()).isZero();
        assertThat(run("test", "--run", "大户", "--lang=en").err()).contains("1 case,");
        assertThat(Files.readString(folder.resolve("tests/new_rules.yaml")))
                .contains("大户", "times: 4");
    }

    @Test
    void aRuleThatWouldBeWrongIsNotWritten() throws IOException {
        Map<String, String> before = files();
        assertThat(run("new", "tag", "大单", "是", "--when=d365.orders >= 1").exit()).isEqualTo(1);
        assertThat(run("new", "tag", "大单客户", "是", "--when=d365.orders >>= 1").exit()).isEqualTo(2);
        assertThat(run("new", "tag", "大单客户", "是").exit()).isEqualTo(2);
        assertThat(run("edit", "lifecycle.流失期").exit()).isEqualTo(2);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aRuleIsEditedByFlagsAndKeepsTheRestOfItsFile() throws IOException {
        String before = Files.readString(folder.resolve("lifecycle/lifecycle.drl"));
        assertThat(run("edit", "lifecycle.流失期", "--title=走了", "--salience=-1").exit()).isZero();
        String after = Files.readString(folder.resolve("lifecycle/lifecycle.drl"));
        assertThat(after)
                .isEqualTo(
                        before.replace(
                                "    @title(\"流失期\")\n", "    @title(\"走了\")\n    salience -1\n"));
    }

    @Test
    void aRuleThatDoesNotFitTheFormIsShownAndLeftAlone() throws IOException {
        Path file = folder.resolve("lifecycle/lifecycle.drl");
        String text = Files.readString(file);
        String with =
                text.replace(
                        "Member( recencyDays >= churnDays )",
                        "Member( recencyDays >= churnDays || recencyDays > 999 )");
        Files.writeString(file, with);
        Commands.Ran ran = run("edit", "lifecycle.流失期", "--title=走了");
        assertThat(ran.exit()).isEqualTo(Exit.WRONG);
        assertThat(ran.out()).contains("|| recencyDays > 999");
        assertThat(Files.readString(file)).isEqualTo(with);
    }

    @Test
    void theFormAsksAndMakesTheRule() {
        Script script =
                new Script(
                        "lifecycle",
                        "流失期",
                        "很久没来",
                        "Member",
                        "d365.",
                        "d365.orders",
                        "==",
                        "x y",
                        "nobody",
                        "0",
                        "+",
                        "Purchase",
                        "no",
                        "category",
                        "contains",
                        "女装",
                        ".");
        try (CompiledRules rules = Rulebook.in(folder).rules()) {
            RuleForm form =
                    new FormDialog(script, rules, Language.ZH, this::trial)
                            .create(Model.Kind.STAGE, null, null);
            assertThat(form.text())
                    .isEqualTo(
                            "rule \"lifecycle.流失期 2\"\n"
                                    + "    @title(\"很久没来\")\n"
                                    + "when\n"
                                    + "    Member( d365.orders == 0 )\n"
                                    + "    not Purchase( category contains \"女装\" )\n"
                                    + "then\n"
                                    + "    decision.stage(\"lifecycle\", \"流失期\");\n"
                                    + "end");
        }
        assertThat(script.shown)
                .anyMatch(line -> line.contains("x y 不行"))
                .anyMatch(line -> line.contains("不能和 nobody 比较：没有这个参数"));
        assertThat(script.answers).isEmpty();
    }

    @Test
    void theFormChangesAndRemovesConditions() {
        try (CompiledRules rules = Rulebook.in(folder).rules()) {
            RuleForm form =
                    new RuleForm(
                            "r",
                            null,
                            null,
                            null,
                            null,
                            null,
                            List.of(
                                    RuleForm.line("recencyDays < 3, rHigh").orElseThrow(),
                                    RuleForm.line("Order( counts )").orElseThrow()),
                            List.of(new RuleForm.Gift("tag", "大单客户", "是")));
            Script script = new Script("0", "0", "recencyDays", ">=", "churnDays", "1", ".", ".");
            RuleForm edited = new FormDialog(script, rules, Language.EN, this::trial).edit(form);
            assertThat(edited.lines())
                    .extracting(RuleForm.Line::text)
                    .containsExactly("Member( recencyDays >= churnDays, rHigh )");
        }
    }

    @Test
    void whoBreaksOffLeavesTheFilesAsTheyWere() throws IOException {
        Map<String, String> before = files();
        try (CompiledRules rules = Rulebook.in(folder).rules()) {
            FormDialog dialog =
                    new FormDialog(new Script("lifecycle"), rules, Language.ZH, this::trial);
            assertThatThrownBy(() -> dialog.create(Model.Kind.STAGE, null, null))
                    .isInstanceOfSatisfying(
                            Stop.class, stop -> assertThat(stop.exit()).isEqualTo(130));
        }
        assertThat(files()).isEqualTo(before);
    }

    /** Answers that are given one after the other; then the person breaks off. */
    private static final class Script implements Asker {
        private final Deque<String> answers;
        private final List<String> shown = new ArrayList<>();

        Script(String... answers) {
            this.answers = new ArrayDeque<>(Arrays.asList(answers));
        }

        @Override
        public String choose(String question, List<Choice> choices) {
            String answer = next();
            assertThat(choices).extracting(Choice::id).as(question).contains(answer);
            return answer;
        }

        @Override
        public String text(String question, String proposed) {
            return next();
        }

        private String next() {
            if (answers.isEmpty()) {
                throw Stop.interrupted();
            }
            return answers.pop();
        }

        @Override
        public void show(String text) {
            shown.add(text);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private Optional<Finding> trial(RuleForm form) {
        return RuleDraft.trial(Rulebook.in(folder), form);
    }

    private Commands.Ran run(String command, String... rest) {
        List<String> all = new ArrayList<>(List.of(command, "-C", folder.toString()));
        all.addAll(List.of(rest));
        return Commands.run(all.toArray(String[]::new));
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
