package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form as a person sees and answers it, key by key. */
class FormAtTerminalTest {
    @TempDir private Path temporary;
    private Path folder;
    private Screen screen = new Screen("xterm-256color", 80, 24);

    @BeforeEach
    void aSmallRulebook() {
        folder = temporary.resolve("rules");
        assertThat(Commands.run("init", folder.toString()).exit()).isZero();
    }

    @Test
    void aTagIsMadeByArrowsAndSearch() throws Exception {
        CompletableFuture<Commands.Ran> form = start("zh", "new", "tag");
        screen.typeAt("? 给哪个", Screen.DOWN, Screen.UP, Screen.ENTER);
        screen.typeAt("? 给什么值", Screen.ENTER);
        screen.typeAt("? 标题 (是)", "一年买得多", Screen.ENTER);
        screen.typeAt("? 看什么", "会员", Screen.ENTER);
        // Drawn from the top to the hint below the list.
        screen.awaits("tenureDays");
        screen.awaits("Ctrl-C");
        List<String> offered = screen.lines();
        assertThat(offered)
                .contains(
                        "> 近30天 …",
                        "  最近一单距今天数             recencyDays",
                        "  第一单距今天数               tenureDays");
        assertThat(offered).filteredOn(line -> line.contains("Ctrl-C")).hasSize(1);
        screen.typeAt("? 看哪一项", "365 largest", Screen.ENTER);
        screen.typeAt("? 近365天最大一单金额", Screen.ENTER);
        screen.typeAt("和什么比", Screen.ENTER);
        screen.typeAt("如 299.00", "many", Screen.ENTER);
        screen.typeAt("不能和 many 比较", "2000", Screen.ENTER);
        screen.typeAt("? 下一步", Screen.ENTER);
        Commands.Ran ran = form.get();
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(screen.lines())
                .containsSubsequence(
                        "? 给哪个  大单客户",
                        "? 给什么值  是",
                        "? 标题 (是)  一年买得多",
                        "? 看什么  会员的数字和资料",
                        "? 看哪一项  近365天最大一单金额  d365.largestOrder",
                        "? 近365天最大一单金额  不少于  >=",
                        "? 近365天最大一单金额：和什么比  自己写一个值",
                        "? 近365天最大一单金额：和多少比（元，如 299.00）  many",
                        "? 近365天最大一单金额：和多少比（元，如 299.00）  2000",
                        "    Member( d365.largestOrder >= 2000 )",
                        "? 下一步  完成，写入");
        assertThat(ran.out()).isEmpty();
        assertThat(Files.readString(folder.resolve("tags/general/new.drl")))
                .contains("@title(\"一年买得多\")");
        assertThat(folder.resolve("tests/new_rules.yaml")).exists();
    }

    @Test
    void inEnglishNamesStandBesideTheirTitles() throws Exception {
        CompletableFuture<Commands.Ran> form = start("en", "new", "stage", "--dry-run");
        screen.typeAt("? Which one", "life", Screen.ENTER);
        screen.typeAt("> active", "lap", Screen.ENTER);
        screen.typeAt("? Title (流失期)", Screen.ENTER);
        screen.typeAt("? Look at what", Screen.ENTER);
        screen.typeAt("? Which of it", "zzz");
        screen.awaits("there is none");
        screen.typeAt("? Which of it  zzz", Screen.ENTER, "\u007F\u007F\u007F", "recency", "\r");
        screen.typeAt(">=", Screen.ENTER);
        screen.typeAt("a value of my own", "churn", Screen.ENTER);
        screen.typeAt("? What next", Screen.ENTER);
        assertThat(form.get().exit()).isZero();
        assertThat(screen.lines()).contains("    Member( recencyDays >= churnDays )");
    }

    @Test
    void whoBreaksOffAnywhereLeavesTheFilesAsTheyWere() throws Exception {
        List<String> before = files();
        String[] steps = {"? 给哪个", "? 给什么值", "? 标题 (是)", "? 看什么", "? 看哪一项", "? 近30天 …"};
        for (int broken = 0; broken < 5; broken++) {
            screen = new Screen("xterm-256color", 80, 24);
            CompletableFuture<Commands.Ran> form = start("zh", "new", "tag");
            for (int step = 0; step < broken; step++) {
                screen.typeAt(steps[step], Screen.ENTER);
            }
            screen.typeAt(steps[broken], Screen.CTRL_C);
            assertThat(form.get().exit()).as(steps[broken]).isEqualTo(Exit.INTERRUPTED);
            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void aTerminalThatCannotGoBackAsksForNumbers() throws Exception {
        screen = new Screen("dumb", 80, 60);
        CompletableFuture<Commands.Ran> form = start("zh", "new", "tag", "--dry-run");
        screen.typeAt("? 给哪个", "1", Screen.ENTER);
        screen.typeAt("? 给什么值", "1", Screen.ENTER);
        screen.typeAt("? 标题", Screen.ENTER);
        screen.typeAt("? 看什么", "浏览", Screen.ENTER);
        screen.typeAt("? 要有还是要没有", "1", Screen.ENTER);
        screen.typeAt("? 看哪一项", "type", Screen.ENTER);
        screen.typeAt("等于", "1", Screen.ENTER);
        screen.typeAt("和多少比", "VIEW", Screen.ENTER);
        screen.typeAt("? 下一步", "1", Screen.ENTER);
        assertThat(form.get().exit()).as(form.get().err()).isZero();
        assertThat(screen.lines()).contains("    Behaviour( type == \"VIEW\" )");
    }

    private CompletableFuture<Commands.Ran> start(String language, String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.addAll(List.of("-C", folder.toString(), "--lang", language));
        return CompletableFuture.supplyAsync(
                () ->
                        Commands.run(
                                true,
                                asked -> JlineAsker.of(screen.terminal(), asked),
                                all.toArray(String[]::new)));
    }

    private List<String> files() throws IOException {
        List<String> files = new java.util.ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.add(file + "\n" + Files.readString(file));
            }
        }
        return files;
    }
}
