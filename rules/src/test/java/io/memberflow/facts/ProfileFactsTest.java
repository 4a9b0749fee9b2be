package io.memberflow.facts;

import static io.memberflow.facts.Read.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Fact;
import io.memberflow.member.RowType;
import io.memberflow.rulebook.LookupTables;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileFactsTest {
    private final Read read = new Read();

    @ParameterizedTest
    @CsvSource({
        "2000-03-02, 2025-03-01, 24",
        "2000-03-01, 2025-03-01, 25",
        "2000-02-29, 2025-02-28, 24",
        "2000-02-29, 2025-03-01, 25",
        "2000-02-29, 2024-02-28, 23",
        "2000-02-29, 2024-02-29, 24",
        "2025-03-01, 2025-03-01, 0"
    })
    void ageTurnsOnTheBirthday(LocalDate born, LocalDate day, long years) {
        TestMember member = new TestMember().field("birthday", born.toString(), D - 400);
        assertThat(read.number("ageYears", member, (int) day.toEpochDay())).isEqualTo(years);
        assertThat(read.number("birthday", member)).isEqualTo(born.toEpochDay());
        assertThat(read.number("birthMonth", member)).isEqualTo(born.getMonthValue());
    }

    @Test
    void aMemberNotYetBornHasNoAge() {
        TestMember member = new TestMember().field("birthday", "2025-03-02", D);
        assertThat(read.number("ageYears", member)).isEqualTo(Fact.ABSENT);
        assertThat(read.number("ageYears", member, D + 1)).isZero();
    }

    @Test
    void whatIsNotKnownIsAbsent() {
        TestMember nobody = new TestMember();
        for (String name : new String[] {"birthday", "ageYears", "birthMonth", "registeredOn"}) {
            assertThat(read.number(name, nobody)).isEqualTo(Fact.ABSENT);
        }
        assertThat(read.text("name", nobody)).isNull();
        assertThat(read.text("mailDomain", nobody)).isNull();
        assertThat(read.text("homeCity", nobody)).isNull();
        assertThat(read.number("registeredOn", nobody.field("registered_at", "2008-06-01", D)))
                .isEqualTo(LocalDate.of(2008, 6, 1).toEpochDay());
    }

    @Test
    void aFieldIsWhatWasLastSaidUpToTheDay() {
        TestMember member =
                new TestMember()
                        .field("name", "甲", D - 2)
                        .field("name", "乙", D)
                        .field("name", null, D)
                        .field("name", "丁", D + 1)
                        .field("name", null, D + 2);
        assertThat(read.text("name", member, D - 3)).isNull();
        assertThat(read.text("name", member, D - 2)).isEqualTo("甲");
        assertThat(read.text("name", member, D - 1)).isEqualTo("甲");
        assertThat(read.text("name", member, D)).isEqualTo("乙");
        assertThat(read.text("name", member, D + 1)).isEqualTo("丁");
        assertThat(read.text("name", member, D + 2)).isNull();
    }

    @Test
    void attributesMergeByName() {
        TestMember member =
                new TestMember()
                        .field("attributes.肤质", "油性", D - 1)
                        .field("attributes.肤质", "干性", D)
                        .field("attributes.职业", "教师", D - 1)
                        .field("attributes.职业", null, D);
        assertThat(read.rows(RowType.MEMBER, member, D - 1, "肤质", "职业")).containsExactly("油性 教师");
        assertThat(read.rows(RowType.MEMBER, member, D, "肤质", "职业")).containsExactly("干性 null");
    }

    @ParameterizedTest
    @CsvSource({"12345@QQ.com, qq.com", "a@b@Mail.163.COM, mail.163.com", "nobody, ", "nobody@, "})
    void mailDomain(String email, String domain) {
        assertThat(read.text("mailDomain", new TestMember().field("email", email, D)))
                .isEqualTo(domain);
    }

    @Test
    void homeIsTheProfilesElseTheNewestReceivers() {
        TestMember member = new TestMember();
        member.order("a", D - 500).to("江苏省", "苏州市", null);
        member.order("b", D - 10).paid(20).to("浙江省", "市", null);
        member.order("c", D - 10).paid(10).to("广东省", "广州市", "x");
        member.order("d", D - 5).to(null, null, "x");
        member.order("e", D - 3).refund(100).to("福建省", "厦门市", "x");
        member.order("f", D + 1).to("海南省", "海口市", "x");
        assertThat(read.text("homeProvince", member)).isEqualTo("浙江");
        assertThat(read.text("homeCity", member)).isEqualTo("市");
        assertThat(read.text("homeProvince", member, D - 11)).isEqualTo("江苏");
        assertThat(read.text("homeCity", member, D + 1)).isEqualTo("海口");
        member.field("province", "上海市", D - 1);
        assertThat(read.text("homeProvince", member)).isEqualTo("上海");
        assertThat(read.text("province", member)).isEqualTo("上海市");
        assertThat(read.text("homeCity", member)).isEqualTo("市");
    }

    @Test
    void tagsThatAreValid() {
        TestMember member =
                new TestMember()
                        .tag("兴趣", "茶", "MANUAL", D - 5)
                        .tag("兴趣", "茶", "SELF", D - 5, 0, D, false)
                        .tag("兴趣", "书", "SELF", D - 5, 0, D - 1, false)
                        .tag("兴趣", "画", "BATCH", D - 5)
                        .tag("兴趣", "画", "BATCH", D, 0, Integer.MAX_VALUE, true)
                        .tag("兴趣", "海", "BATCH", D + 1);
        String[] fields = {"key", "value", "source"};
        assertThat(read.rows(RowType.TAG, member, D - 6, fields)).isEmpty();
        assertThat(read.rows(RowType.TAG, member, D - 1, fields))
                .containsExactly("兴趣 书 SELF", "兴趣 画 BATCH", "兴趣 茶 MANUAL", "兴趣 茶 SELF");
        assertThat(read.rows(RowType.TAG, member, D, fields))
                .containsExactly("兴趣 茶 MANUAL", "兴趣 茶 SELF");
        assertThat(read.rows(RowType.TAG, member, D + 1, fields))
                .containsExactly("兴趣 海 BATCH", "兴趣 茶 MANUAL");
    }

    @Test
    void atOneInstantAWithdrawalStandsAndElseTheLongerTag() {
        TestMember member =
                new TestMember()
                        .tag("a", "x", "SELF", D, 0, Integer.MAX_VALUE, false)
                        .tag("a", "x", "SELF", D, 0, D - 1, true)
                        .tag("b", "x", "SELF", D, 0, D, false)
                        .tag("b", "x", "SELF", D, 0, D - 1, false)
                        .tag("c", "x", "SELF", D, 0, Integer.MAX_VALUE, true)
                        .tag("c", "x", "SELF", D, 1, D, false);
        assertThat(read.rows(RowType.TAG, member, D, "key")).containsExactly("b", "c");
    }

    /** Of a single key the newest valid value of each source stands; a value left does not hide. */
    @Test
    void aSingleKeyHasOneValueOfEachSource() {
        TestMember member =
                new TestMember()
                        .tag("职业", "教师", "MANUAL", D - 9)
                        .tag("职业", "医生", "MANUAL", D - 5, 0, D - 1, false)
                        .tag("职业", "学生", "SELF", D - 7)
                        .tag("职业", "工人", "SELF", D - 7)
                        .tag("兴趣", "茶", "SELF", D - 7)
                        .tag("兴趣", "书", "SELF", D - 6);
        Read single = new Read(LookupTables.NONE, "职业");
        String[] fields = {"value", "source"};
        assertThat(single.rows(RowType.TAG, member, D - 8, fields)).containsExactly("教师 MANUAL");
        assertThat(single.rows(RowType.TAG, member, D - 1, fields))
                .containsExactly("书 SELF", "茶 SELF", "医生 MANUAL", "工人 SELF");
        assertThat(single.rows(RowType.TAG, member, D, fields))
                .containsExactly("书 SELF", "茶 SELF", "工人 SELF", "教师 MANUAL");
    }
}
