package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class RuleEditorTest {
    private static final String RULES = "lifecycle/lifecycle.drl";

    @TempDir private Path temporary;
    private Path folder;

    @BeforeEach
    void aSmallRulebook() {
        folder = temporary.resolve("rules");
        assertThat(run("init").exit()).isEqualTo(Exit.FINE);
    }

    @Test
    void whatInitMakesIsGreenAtOnce() {
        assertThat(run("check").exit()).isZero();
        assertThat(run("analyze").exit()).isZero();
        assertThat(run("test").exit()).isZero();
        assertThat(run("fmt", "--check").exit()).isZero();
    }

    @Test
    void initLeavesAFolderWithFilesAlone() {
        Commands.Ran again = run("init");
        assertThat(again.exit()).isEqualTo(Exit.WRONG);
        assertThat(again.err()).contains("holds files already");
    }

    @Test
    void findingsEndWithOneAndTheirCureOnStandardOutput() throws IOException {
        replace(RULES, "recencyDays < declineDays", "recencyDay < declineDays");
        Commands.Ran ran = run("check", "--lang=zh");
        assertThat(ran.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(ran.out())
                .isEqualTo(
                        "lifecycle/lifecycle.drl:8:13: 没有 recencyDay 这个事实，是不是 recencyDays。\n"
                                + "        Member( recencyDay < declineDays )\n"
                                + "                ^\n");
        assertThat(ran.err()).contains("发现 1 个问题");
    }

    @Test
    void commandsThatNeedRulesSayThatTheyHaveErrors() throws IOException {
        replace(RULES, "recencyDays < declineDays", "recencyDay < declineDays");
        for (String command : new String[] {"analyze", "list"}) {
            Commands.Ran ran = run(command, "--lang=en");
            assertThat(ran.exit()).isEqualTo(Exit.FINDINGS);
            assertThat(ran.err()).contains("rule-editor check", "no fact recencyDay");
        }
    }

    @Test
    void failedCasesSayByHowMuchAndEndWithOne() throws IOException {
        replace("tests/examples.yaml", "lifecycle: 活跃期", "lifecycle: 衰退期");
        Commands.Ran ran = run("test", "--lang=zh");
        assertThat(ran.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(ran.out()).contains("应为 衰退期，实际为 活跃期", "差 1");
    }

    @Test
    void tooLittleCoverageEndsWithOne() {
        assertThat(run("test", "--min-coverage", "50").exit()).isZero();
        Commands.Ran ran = run("test", "--min-coverage", "99.9", "--lang=en");
        assertThat(ran.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(ran.err()).contains("less than the 99.9 %");
    }

    @Test
    void oneCaseCanBeRun() {
        assertThat(run("test", "--run", "四单", "--lang=zh").err()).contains("1 个用例");
        assertThat(run("test", "--run", "没有这个").exit()).isEqualTo(Exit.WRONG);
    }

    @Test
    void aFileInAnotherLayoutEndsWithThreeAndIsLaidOut() throws IOException {
        String before = Files.readString(folder.resolve(RULES));
        replace(RULES, "Member( recencyDays < declineDays )", "Member(recencyDays<declineDays)");
        assertThat(run("fmt", "--check").exit()).isEqualTo(Exit.DIFFERENT);
        assertThat(run("fmt").out()).isEqualTo(RULES + "\n");
        assertThat(Files.readString(folder.resolve(RULES))).isEqualTo(before);
        assertThat(run("fmt", "--check").exit()).isZero();
    }

    @Test
    void wrongUseIsOneLineAndTwo() {
        Map<String[], String> wrong =
                Map.of(
                        new String[] {"chekc"}, "check",
                        new String[] {}, "no command",
                        new String[] {"check", "--lang=fr"}, "give zh or en",
                        new String[] {"check", "--format=xml"}, "sarif",
                        new String[] {"list", "--format=sarif"}, "text json",
                        new String[] {"check", "-C", "no/such/folder"}, "no folder",
                        new String[] {"show"}, "RULE",
                        new String[] {"show", "lifecycle.活跃", "-C", folder()}, "lifecycle.活跃期",
                        new String[] {"completion", "fish"}, "bash");
        wrong.forEach(
                (arguments, cure) -> {
                    Commands.Ran ran = Commands.run(arguments);
                    assertThat(ran.exit()).isEqualTo(Exit.WRONG);
                    assertThat(ran.out()).isEmpty();
                    assertThat(ran.err().lines()).hasSize(1);
                    assertThat(ran.err()).contains(cure).doesNotContain("Exception");
                });
    }

    /** Ends as the commands of publishing will. */
    @Command(name = "stop")
    private record Stopping(Stop stop) implements Callable<Integer> {
        @Override
        public Integer call() {
            throw stop;
        }
    }

    @Test
    void gatesSilenceAndInterruptionHaveCodesOfTheirOwn() {
        assertThat(stopped(Stop.refused(Message.NO_COMMAND))).isEqualTo(4);
        assertThat(stopped(Stop.noAnswer(Message.NO_COMMAND))).isEqualTo(5);
        assertThat(stopped(Stop.interrupted())).isEqualTo(130);
    }

    private static int stopped(Stop stop) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        CommandLine program =
                RuleEditor.commandLine(new Console(nowhere, nowhere, false, null), Language.EN);
        return program.addSubcommand(new Stopping(stop)).execute("stop");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void coloursAreOnlyWhereTheyAreWanted(Language language) throws IOException {
        replace(RULES, "recencyDays < declineDays", "recencyDay < declineDays");
        String lang = "--lang=" + (language.isChinese() ? "zh" : "en");
        String plain = Commands.run(false, "check", "-C", folder(), lang).out();
        String coloured = Commands.run(true, "check", "-C", folder(), lang).out();
        assertThat(plain).doesNotContain("\u001B");
        assertThat(coloured).contains("\u001B[31;1m");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(plain);
        assertThat(Console.wantsColour(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Console.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
        assertThat(Console.wantsColour(Map.of("TERM", "dumb"))).isFalse();
    }

    @Test
    void completionsAreAScriptOfTheShell() {
        assertThat(Commands.run("completion", "bash").out()).contains("complete -F", "check");
    }

    @Test
    void aMemberMadeOnTheLineIsDecided() {
        Commands.Ran ran =
                run("try", "--order", "2025-04-10:100", "--as-of", "2025-06-30", "--lang=zh");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains(
                        "lifecycle        活跃期",
                        "9 天后（2025-07-09）进入 衰退期",
                        "到 2次：差 1 单（d365.orders 要求 == 2，现在是 1）");
    }

    @Test
    void whySaysWhatHoldsAndHowFarTheRestIs() {
        String[] member = {"--order", "2025-04-10:100", "--as-of", "2025-06-30", "--lang=en"};
        assertThat(why("lifecycle.活跃期", member)).contains("+ lifecycle.活跃期  holds", "81 (< 90)");
        assertThat(why("lifecycle.衰退期", member))
                .contains("- lifecycle.衰退期  does not hold", "short by 9 days");
    }

    private String why(String rule, String... member) {
        String[] all = new String[member.length + 2];
        all[0] = "me";
        all[1] = rule;
        System.arraycopy(member, 0, all, 2, member.length);
        return run("why", all).out();
    }

    @Test
    void aGroupIsWrittenAsBatchTags() throws IOException {
        Path orders = temporary.resolve("orders.jsonl");
        Files.writeString(
                orders,
                "{\"order_id\":\"1\",\"member_id\":\"a\",\"status\":\"PAID\","
                        + "\"paid_at\":\"2025-06-01\",\"amount\":\"10\"}\n"
                        + "{\"order_id\":\"2\",\"member_id\":\"b\",\"status\":\"PAID\","
                        + "\"paid_at\":\"2025-01-01\",\"amount\":\"2000\"}\n");
        Path out = temporary.resolve("members.jsonl");
        String[] given = {"--orders", orders.toString(), "--as-of", "2025-06-30"};
        assertThat(group("recencyDays >= 90", given)).isEqualTo("b\n");
        assertThat(group("Order( amount < 100 )", given)).isEqualTo("a\n");
        assertThat(group("lifecycle.活跃期", given)).isEqualTo("a\n");
        assertThat(
                        group(
                                "大单客户",
                                "--orders",
                                orders.toString(),
                                "--as-of",
                                "2025-06-30",
                                "--tag",
                                "大单客户=是",
                                "--out",
                                out.toString()))
                .isEqualTo("b\n");
        EventMembers read =
                new EventMembers(
                        io.memberflow.order.Cleaning.bounded(
                                java.time.ZoneId.of("Asia/Shanghai"),
                                "CNY",
                                java.util.Set.of(),
                                java.time.LocalDate.of(2025, 6, 30)),
                        java.time.LocalDate.of(2025, 6, 30));
        read.readMembers(out.toString());
        assertThat(read.rejected()).isEmpty();
        assertThat(read.histories()).containsOnlyKeys("b");
        assertThat(run("group", "recencyDay >= 9", "--order", "2025-01-01:1").exit())
                .isEqualTo(Exit.WRONG);
    }

    @Test
    void eachWayToAValueIsToldWithOrBetween() throws IOException {
        replace(
                "lifecycle/lifecycle.drl",
                "Member( recencyDays < declineDays )",
                "Member( recencyDays < declineDays || d365.orders >= 3, d365.amount >= 100 )");
        String[] member = {"--order=2025-01-01:93", "--as-of=2025-06-29", "--lang=zh"};
        String[] why = {"me", "lifecycle.活跃期", member[0], member[1], member[2]};
        assertThat(run("why", why).out())
                .isEqualTo(
                        """
                        - lifecycle.活跃期  不成立
                            超过 90 天（recencyDays 要求 < 90，现在是 179）
                            还差 7.00 元（d365.amount 要求 >= 100.00，现在是 93.00）
                            或者 还差 2 单（d365.orders 要求 >= 3，现在是 1）
                            还差 7.00 元（d365.amount 要求 >= 100.00，现在是 93.00）
                        """);
        replace("lifecycle/lifecycle.drl", ", d365.amount >= 100 )", " )");
        assertThat(run("try", member).out())
                .contains(
                        "到 活跃期：超过 90 天（recencyDays 要求 < 90，现在是 179）；"
                                + "或者还差 2 单（d365.orders 要求 >= 3，现在是 1）\n");
    }

    @Test
    @Timeout(120)
    void whoeverWatchesIsToldAfterEachChange() throws Exception {
        StringWriter said = new StringWriter();
        Console console =
                new Console(new PrintWriter(said, true), new PrintWriter(said, true), false, null);
        int[] exit = new int[1];
        Thread watcher =
                new Thread(
                        () ->
                                exit[0] =
                                        RuleEditor.run(
                                                console,
                                                "test",
                                                "--watch",
                                                "--lang=en",
                                                "-C",
                                                folder()));
        watcher.start();
        while (!said.toString().contains("5 cases, all as expected")) {
            assertThat(watcher.isAlive()).isTrue();
        }
        replace("tests/examples.yaml", "lifecycle: 活跃期", "lifecycle: 衰退期");
        while (!said.toString().contains("5 cases, 1 failure.")) {
            assertThat(watcher.isAlive()).as(said.toString()).isTrue();
        }
        watcher.interrupt();
        watcher.join();
        assertThat(exit[0]).isEqualTo(Exit.FINDINGS);
    }

    private String group(String condition, String... rest) {
        String[] all = new String[rest.length + 1];
        all[0] = condition;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return run("group", all).out();
    }

    private String folder() {
        return folder.toString();
    }

    private Commands.Ran run(String command, String... rest) {
        String[] all = new String[rest.length + (command.equals("init") ? 2 : 3)];
        all[0] = command;
        if (command.equals("init")) {
            all[1] = folder();
        } else {
            all[1] = "-C";
            all[2] = folder();
        }
        System.arraycopy(rest, 0, all, all.length - rest.length, rest.length);
        return Commands.run(all);
    }

    private void replace(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }
}
