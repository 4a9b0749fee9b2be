package io.memberflow.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.rulebook.LookupTables.Campaign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupTableReaderTest {

    private static LookupTableReader.Result read(String path, String text) {
        return LookupTableReader.read(Release.of(0, Map.of(path, text)));
    }

    private static LookupTables good(String path, String text) {
        LookupTableReader.Result result = read(path, text);
        assertThat(result.problems()).isEmpty();
        return result.tables();
    }

    /** The place and the Chinese sentence of each problem. */
    private static String[] problems(String path, String text) {
        return read(path, text).problems().stream()
                .peek(problem -> assertThat(problem.file()).isEqualTo(path))
                .peek(problem -> assertThat(problem.en()).endsWith("."))
                .map(problem -> problem.line() + ":" + problem.column() + " " + problem.zh())
                .toArray(String[]::new);
    }

    private static int day(String iso) {
        return (int) LocalDate.parse(iso).toEpochDay();
    }

    @Test
    void campaignsOfTheTable() {
        LookupTables tables =
                good(
                        "tables/campaigns.csv",
                        "\uFEFF名称,类型,起,止\r\n双十一,大促,2025-11-01,2025-11-11\r\n"
                                + "\r\n\"店庆,周年\",,2025-06-18,2025-06-18\n,,,\n");
        assertThat(tables.campaigns())
                .containsExactly(
                        new Campaign("双十一", "大促", day("2025-11-01"), day("2025-11-11")),
                        new Campaign("店庆,周年", null, day("2025-06-18"), day("2025-06-18")));
        assertThat(tables.isCampaign(day("2025-10-31"))).isFalse();
        assertThat(tables.isCampaign(day("2025-11-01"))).isTrue();
        assertThat(tables.isCampaign(day("2025-11-11"))).isTrue();
        assertThat(tables.isCampaign(day("2025-11-12"))).isFalse();
        assertThat(tables.isCampaign(day("2025-06-18"))).isTrue();
    }

    @Test
    void listsAndWords() {
        assertThat(good("tables/lists/samples.csv", "值\nS-1\n S-2 \n").list(LookupTables.SAMPLES))
                .containsExactly("S-1", "S-2");
        assertThat(good("tables/lists/empty.csv", "值").list("empty")).isEmpty();
        assertThat(LookupTables.NONE.list("none")).isEmpty();
        assertThat(good("tables/words/identity.csv", "词,值\n税务局,公务员\n邮局,\n").words())
                .isEqualTo(Map.of("identity", Map.of("税务局", "公务员", "邮局", "")));
    }

    @Test
    void everyWrongCellIsNamed() {
        assertThat(
                        problems(
                                "tables/campaigns.csv",
                                """
                                名称,类型,起,止
                                甲,"大""促",2025-02-30,2025-03-01
                                乙,大促,2025-03-02,2025-03-01
                                ,大促,2025-03-02,2025-03-03
                                丙,大促,2025-03-02
                                丁,大"促",2025-3-2,
                                戊,"大促,2025-03-02,2025-03-03
                                己,x,2025-03-02,2025-03-02
                                己,x,2025-03-02,2025-03-02
                                """))
                .containsExactly(
                        "2:10 2025-02-30 不是日期。请写成 2025-11-11 的样子。",
                        "3:17 止 2025-03-01 早于起 2025-03-02。请对调或改正。",
                        "4:1 缺少名称。请填写。",
                        "5:1 这一行有 3 格，要有 4 格：名称,类型,起,止。",
                        "6:8 2025-3-2 不是日期。请写成 2025-11-11 的样子。",
                        "6:17 缺少日期。请写成 2025-11-11 的样子。",
                        "7:3 引号没有成对。一格要么不带引号，要么首尾各一个；格内的引号写两遍，格内不能换行。",
                        "9:1 己 出现了两次。请删掉一个。");
        assertThat(
                        problems(
                                "tables/words/w.csv",
                                "词,值\n局,公务员\n局,\n,x\n" + "长".repeat(257) + ",x\na\u0007b,x\n"))
                .containsExactly(
                        "3:1 局 出现了两次。请删掉一个。",
                        "4:1 缺少词。请填写。",
                        "5:1 词最多 256 个字。请缩短。",
                        "6:1 词里有控制字符或看不见的字符。请删掉。");
        assertThat(problems("tables/lists/x.csv", "sku\na\n")).containsExactly("1:1 第一行要写列名：值。");
        assertThat(problems("tables/lists/x.csv", "")).containsExactly("1:1 第一行要写列名：值。");
        assertThat(problems("tables/lists/x.csv", "\"值\na")).hasSize(1);
    }

    @Test
    void whatIsWrongDoesNotTakeTheRestAlong() {
        LookupTableReader.Result result = read("tables/lists/x.csv", "值\na\n\"b\nc,d\ne\n");
        assertThat(result.problems()).hasSize(2);
        assertThat(result.tables().list("x")).containsExactly("a", "e");
    }

    @Test
    void filesOfAnotherNameAreToldOf() {
        assertThat(problems("tables/lists/样品.csv", "值\n")[0]).startsWith("1:1 tables/ 里只放");
        assertThat(problems("tables/notes.csv", "")).hasSize(1);
        assertThat(problems("tables/words/sub/x.csv", "")).hasSize(1);
        assertThat(problems("segments/x.csv", "")).isEmpty();
    }

    @Test
    void aFolderBringsItsTables(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("tables/lists"));
        Files.writeString(folder.resolve("rulebook.yaml"), "x");
        Files.writeString(folder.resolve("tables/lists/samples.csv"), "值\nS-1\n");
        Files.writeString(folder.resolve("other.csv"), "值\nS-1\n");
        Release release = RulebookFiles.folder(folder);
        assertThat(release.paths()).containsExactly("rulebook.yaml", "tables/lists/samples.csv");
        assertThat(LookupTableReader.read(release).tables().list(LookupTables.SAMPLES))
                .containsExactly("S-1");
    }
}
