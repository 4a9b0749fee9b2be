package io.memberflow.facts;

import static io.memberflow.facts.Read.D;
import static io.memberflow.member.BehaviourType.CLICK;
import static io.memberflow.member.BehaviourType.COMPLAINT;
import static io.memberflow.member.BehaviourType.CONTACT;
import static io.memberflow.member.BehaviourType.RECEIVE_AUTO;
import static io.memberflow.member.BehaviourType.RECEIVE_MANUAL;
import static io.memberflow.member.BehaviourType.RESPONSE;
import static io.memberflow.member.BehaviourType.RETURN;
import static io.memberflow.member.BehaviourType.REVIEW;
import static io.memberflow.member.BehaviourType.VIEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.BehaviourType;
import io.memberflow.member.Fact;
import io.memberflow.member.RowType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BehaviourFactsTest {
    private final Read read = new Read();

    private List<String> rows(TestMember member, int day) {
        return read.rows(
                RowType.BEHAVIOUR,
                member,
                day,
                "type key count7d count30d count90d count365d daysSince".split(" "));
    }

    @Test
    void countsLookBackTheirDays() {
        TestMember member = new TestMember();
        for (int age : new int[] {-1, 6, 7, 29, 30, 89, 90, 364, 365}) {
            member.did(VIEW, D - age, 0);
        }
        assertThat(rows(member, D)).containsExactly("VIEW null 1 3 5 7 6");
        assertThat(rows(member, D + 1)).containsExactly("VIEW null 1 3 5 7 0");
        assertThat(rows(member, D - 366)).isEmpty();
    }

    @Test
    void aRowForEachKeyBesideTheOneOverAll() {
        TestMember member =
                new TestMember()
                        .did(VIEW, D - 2, 0, "裙", "店庆", "APP")
                        .did(VIEW, D - 1, 0, "裙", "裙", null)
                        .did(CLICK, D - 10, 0, null, null, "APP");
        assertThat(rows(member, D))
                .containsExactly(
                        "VIEW null 2 2 2 2 1",
                        "VIEW APP 1 1 1 1 2",
                        "VIEW 店庆 1 1 1 1 2",
                        "VIEW 裙 2 2 2 2 1",
                        "CLICK null 0 1 1 1 10",
                        "CLICK APP 0 1 1 1 10");
    }

    /** Counts of one category are told from those of a channel or a campaign. */
    @Test
    void aKeyThatIsACategorySaysSo() {
        TestMember member =
                new TestMember()
                        .did(VIEW, D, 0, "裙", "店庆", "APP")
                        .did(CLICK, D, 0, null, null, "裙");
        assertThat(read.rows(RowType.BEHAVIOUR, member, D, "type", "key", "category"))
                .containsExactly(
                        "VIEW null null",
                        "VIEW APP null",
                        "VIEW 店庆 null",
                        "VIEW 裙 裙",
                        "CLICK null null",
                        "CLICK 裙 裙");
    }

    @Test
    void complaintsAnOrder() {
        TestMember member =
                new TestMember()
                        .did(RETURN, D - 364, 0)
                        .did(RETURN, D - 365, 0)
                        .did(COMPLAINT, D, 0)
                        .did(COMPLAINT, D + 1, 0)
                        .did(REVIEW, D, 0);
        assertThat(read.number("complaintRate", member)).isEqualTo(Fact.ABSENT);
        for (String id : "a b c".split(" ")) {
            member.order(id, D - 3);
        }
        assertThat(read.number("complaintRate", member)).isEqualTo(666_666_666);
        member.order("d", D - 3).refund(100);
        assertThat(read.number("complaintRate", member)).isEqualTo(666_666_666);
        assertThat(read.number("complaintRate", member, D + 1)).isEqualTo(666_666_666);
    }

    /** M and A are receipts, R a review, each an hour after the one before. */
    @ParameterizedTest
    @CsvSource({
        "MR, ",
        "RM, ",
        "MRMR, MANUAL_REVIEWED",
        "MRRM, ",
        "MM, MANUAL",
        "MRM, ",
        "RMM, MANUAL",
        "AA, AUTO",
        "ARAR, AUTO",
        "AM, ",
        "AMA, AUTO",
        "AAMM, ",
        "MRMRA, MANUAL_REVIEWED",
        "MMAAA, AUTO",
        "MRMRMMAA, ",
        "AAAMMMRM, MANUAL",
        "AAAAAMMMMM, MANUAL",
        "'', "
    })
    void reviewHabit(String what, String habit) {
        TestMember member = new TestMember();
        Map<Character, BehaviourType> types =
                Map.of('M', RECEIVE_MANUAL, 'A', RECEIVE_AUTO, 'R', REVIEW);
        for (int i = 0; i < what.length(); i++) {
            member.did(types.get(what.charAt(i)), D, i * 60L);
        }
        assertThat(read.text("reviewHabit", member)).isEqualTo(habit);
        assertThat(read.text("reviewHabit", member, D + 364)).isEqualTo(habit);
        assertThat(read.text("reviewHabit", member, D + 365)).isNull();
        assertThat(read.text("reviewHabit", member, D - 1)).isNull();
    }

    /** A review at the instant of a receipt comes neither after it nor before the next. */
    @Test
    void aReviewIsAfterItsReceipt() {
        TestMember member =
                new TestMember()
                        .did(RECEIVE_MANUAL, D, 0)
                        .did(REVIEW, D, 0)
                        .did(REVIEW, D, 9)
                        .did(RECEIVE_MANUAL, D, 9);
        assertThat(read.text("reviewHabit", member)).isEqualTo("MANUAL");
    }

    /** Each channel as contacts and responses. */
    @ParameterizedTest
    @CsvSource({
        "'SMS 2 2', ",
        "'SMS 3 0', ",
        "'SMS 3 1', SMS",
        "'SMS 3 1,APP 4 2', APP",
        "'SMS 3 1,APP 6 2', APP",
        "'SMS 3 1,APP 3 1', APP",
        "'微信 3 3,APP 4 3', 微信",
        "'微信 3 4,APP 4 5', 微信"
    })
    void bestContactChannel(String channels, String best) {
        TestMember member = new TestMember().did(CONTACT, D, 0).did(RESPONSE, D, 0);
        for (String channel : channels.split(",")) {
            String[] parts = channel.split(" ");
            for (int i = 0; i < Integer.parseInt(parts[1]); i++) {
                member.did(CONTACT, D, i, null, null, parts[0]);
            }
            for (int i = 0; i < Integer.parseInt(parts[2]); i++) {
                member.did(RESPONSE, D, i, null, null, parts[0]);
            }
        }
        assertThat(read.text("bestContactChannel", member)).isEqualTo(best);
        assertThat(read.text("bestContactChannel", member, D + 364)).isEqualTo(best);
        assertThat(read.text("bestContactChannel", member, D + 365)).isNull();
    }
}
