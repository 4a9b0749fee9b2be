package io.memberflow.facts;

import static io.memberflow.facts.Read.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.RowType;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreferenceRowsTest {

    private static List<String> rows(TestMember member) {
        return new Read()
                .rows(
                        RowType.PREFERENCE,
                        member,
                        D,
                        "attribute value items orders share rank".split(" "));
    }

    @Test
    void piecesOfThoseThatHaveTheAttribute() {
        TestMember member = new TestMember();
        member.order("a", D - 365).item("x", null, "裙", 9, "风格", "休闲");
        member.order("b", D - 364)
                .item("x", null, "裙", 2, "风格", "休闲")
                .item("x", null, "裙", 1, "风格", "休闲", "领口", "圆领");
        member.order("c", D - 2).item("x", null, null, 2, "风格", "通勤").item("x", null, "裤", -3);
        member.order("d", D - 1).refund(100).item("x", null, "裤", 5, "风格", "通勤");
        assertThat(rows(member))
                .containsExactly(
                        "category 裙 3 1 1000000000 1",
                        "领口 圆领 1 1 1000000000 1",
                        "风格 休闲 3 1 600000000 1",
                        "风格 通勤 2 1 400000000 2");
    }

    @Test
    void ordersForWhatAnOrderHasOneOf() {
        TestMember member = new TestMember();
        member.order("a", D - 3).via("MOBILE", "顺丰", null).from("X").item("x", null, null, 7);
        member.order("b", D - 2).via("PC", "顺丰", "s");
        member.order("c", D - 1).via("MOBILE", null, "s");
        assertThat(rows(member))
                .containsExactly(
                        "carrier 顺丰 2 2 1000000000 1",
                        "channel MOBILE 2 2 666666666 1",
                        "channel PC 1 1 333333333 2",
                        "shop s 2 2 1000000000 1",
                        "source X 1 1 1000000000 1");
    }

    @Test
    void tiesGoToTheLatestDayThenTheLatestTimeThenTheLeastValue() {
        TestMember member = new TestMember();
        member.order("a", D - 3)
                .paid(9)
                .item("x", null, null, 1, "色", "红")
                .item("x", null, null, 1, "色", "\uFF21");
        member.order("b", D - 2).paid(1).item("x", null, null, 1, "色", "黑");
        member.order("c", D - 2).paid(2).item("x", null, null, 1, "色", "白");
        member.order("d", D - 2).paid(1).item("x", null, null, 1, "色", "\uD83D\uDE00");
        assertThat(rows(member).stream().map(row -> row.split(" ")[1]))
                .containsExactly("白", "黑", "\uD83D\uDE00", "红", "\uFF21");
    }

    @Test
    void anAttributeNamedAsOneOfOursIsNotLookedAt() {
        TestMember member = new TestMember();
        member.order("a", D).item("x", null, "裙", 1, "category", "裤", "channel", "y");
        assertThat(rows(member)).containsExactly("category 裙 1 1 1000000000 1");
    }
}
