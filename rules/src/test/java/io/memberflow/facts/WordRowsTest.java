package io.memberflow.facts;

import static io.memberflow.facts.Read.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.RowType;
import io.memberflow.rulebook.LookupTables;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordRowsTest {
    private static final Map<String, String> WORDS =
            Map.of(
                    "局", "公务员",
                    "所", "公务员",
                    "派出所", "公务员",
                    "律师事务所", "",
                    "邮局", "",
                    "中心", "白领族",
                    "心理诊所", "",
                    "银行", "金融族");
    private final Read read =
            new Read(
                    new LookupTables(
                            List.of(),
                            Map.of(),
                            Map.of("identity", WORDS, "other", Map.of("局", "x"))));

    private List<String> words(TestMember member, int day) {
        return read.rows(RowType.WORD, member, day, "list", "value");
    }

    @ParameterizedTest
    @CsvSource({
        "'某某路 1 号', ''",
        "民政局, 公务员",
        "邮局, ''",
        "邮局对面税务局, 公务员",
        "派出所, 公务员",
        "建国律师事务所, ''",
        // Words that overlap and are not one inside the other all count.
        "中心理诊所, 白领族",
        "中心银行局, 公务员 白领族 金融族",
        "局, 公务员"
    })
    void theLongestWordHidesThoseInside(String address, String values) {
        TestMember member = new TestMember().field("address", address, D);
        assertThat(
                        words(member, D).stream()
                                .filter(row -> row.startsWith("identity"))
                                .map(row -> row.substring(9)))
                .containsExactlyElementsOf(
                        values.isEmpty() ? List.of() : List.of(values.split(" ")));
    }

    /** What is hidden in one table may count in another. */
    @Test
    void eachTableByItself() {
        assertThat(words(new TestMember().field("address", "邮局", D), D)).containsExactly("other x");
    }

    @Test
    void whereMembersLiveAndWhereOrdersWent() {
        TestMember member = new TestMember().field("address", "银行", D);
        member.order("a", D - 364).to("x", "x", "中心 1");
        member.order("b", D - 365).to("x", "x", "派出所");
        member.order("c", D - 3).refund(100).to("x", "x", "派出所");
        member.order("d", D - 3).to("x", "x", "中心 2");
        assertThat(words(member, D)).containsExactly("identity 白领族", "identity 金融族");
        assertThat(words(member, D - 1)).containsExactly("identity 公务员", "identity 白领族");
    }
}
