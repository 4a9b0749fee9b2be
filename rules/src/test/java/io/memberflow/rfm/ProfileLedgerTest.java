package io.memberflow.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.FieldChange;
import io.memberflow.member.GivenTag;
import io.memberflow.order.MemberEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileLedgerTest {
    private static final GivenTag[] NO_TAGS = {};

    private final ProfileLedger ledger = new ProfileLedger(ProfileState.empty());

    @Test
    void everyFieldKeepsItsPastByItself() {
        assertThat(ledger.apply(fields(5, "name", "b", "city", "x"))).isTrue();
        assertThat(ledger.apply(fields(3, "name", "a"))).isTrue();
        assertThat(ledger.apply(fields(7, "city", null))).isTrue();
        assertThat(ledger.profile().fields())
                .containsExactly(
                        change("city", "x", 5),
                        change("city", null, 7),
                        change("name", "a", 3),
                        change("name", "b", 5));
        assertThat(ledger.firstSeenOn()).isEqualTo(3);
    }

    @Test
    void atEqualTimesTheGreaterTextStandsAndNullIsTheLeast() {
        assertThat(ledger.apply(fields(5, "name", null))).isTrue();
        assertThat(ledger.apply(fields(5, "name", "b"))).isTrue();
        assertThat(ledger.apply(fields(5, "name", "a"))).isFalse();
        assertThat(ledger.apply(fields(5, "name", null))).isFalse();
        assertThat(ledger.apply(fields(5, "name", "b"))).as("a repeat").isFalse();
        assertThat(ledger.profile().fields()).containsExactly(change("name", "b", 5));
    }

    @Test
    void theGreaterTextIsGreaterByCodePoint() {
        String beyond = "\uD83D\uDC57";
        String wide = "\uFF21";
        assertThat(ledger.apply(fields(5, "name", beyond))).isTrue();
        assertThat(ledger.apply(fields(5, "name", wide))).isFalse();
        assertThat(ledger.profile().fields()).containsExactly(change("name", beyond, 5));
    }

    @Test
    void ofOneTagAndInstantAWithdrawalStandsThenTheLaterEnd() {
        GivenTag short_ = tag("k", "v", "SELF", 5, 10, false);
        GivenTag long_ = tag("k", "v", "SELF", 5, 20, false);
        GivenTag withdrawn = tag("k", "v", "SELF", 5, 1, true);
        GivenTag staff = tag("k", "v", "MANUAL", 5, 1, false);
        for (List<GivenTag> arrival :
                Permutations.of(List.of(short_, long_, staff, tag("k", "v", "SELF", 4, 9, true)))) {
            ProfileLedger one = new ProfileLedger(ProfileState.empty());
            arrival.forEach(tag -> one.apply(tags(6, tag)));
            assertThat(one.profile().tags())
                    .containsExactly(staff, tag("k", "v", "SELF", 4, 9, true), long_);
            assertThat(one.apply(tags(6, withdrawn))).isTrue();
            assertThat(one.apply(tags(6, withdrawn))).isFalse();
            assertThat(one.profile().tags()).contains(withdrawn).doesNotContain(long_);
        }
    }

    @Test
    void anEventThatSaysNothingStillSaysThatTheMemberIs() {
        assertThat(ledger.firstSeenOn()).isEqualTo(Integer.MAX_VALUE);
        assertThat(ledger.apply(fields(5))).isTrue();
        assertThat(ledger.apply(fields(5))).isFalse();
        assertThat(ledger.profile().fields()).isEmpty();
        assertThat(ledger.firstSeenOn()).isEqualTo(5);
    }

    @Test
    void neitherArrivalNorWhenItIsForgottenMatters() {
        List<MemberEvent> events =
                List.of(
                        fields(3, "name", "a", "city", "x"),
                        fields(5, "name", "a"),
                        fields(5, "name", "b"),
                        tags(4, tag("k", "v", "SELF", 2, 9, false)),
                        tags(6, tag("k", "v", "SELF", 2, 9, false)),
                        tags(3, tag("k", "v", "SELF", 2, 50, false)));
        for (long until = 1; until <= 7; until++) {
            long forgotten = until;
            ProfileLedger expected = new ProfileLedger(ProfileState.empty());
            events.stream().filter(e -> e.at() > forgotten).forEach(expected::apply);
            for (List<MemberEvent> arrival : Permutations.of(events)) {
                for (int before = 0; before <= events.size(); before += 3) {
                    ProfileLedger one = new ProfileLedger(ProfileState.empty());
                    arrival.subList(0, before).forEach(one::apply);
                    one.forget(forgotten);
                    arrival.subList(before, events.size()).stream()
                            .filter(e -> e.at() > forgotten)
                            .forEach(one::apply);
                    assertThat(one.state()).usingRecursiveComparison().isEqualTo(expected.state());
                    assertThat(one.profile())
                            .usingRecursiveComparison()
                            .isEqualTo(expected.profile());
                    assertThat(one.firstSeenOn()).isEqualTo(expected.firstSeenOn());
                }
            }
        }
    }

    @Test
    void dropsOnlyWhatNoLaterDayCanSee() {
        ledger.apply(fields(1, "name", "a"));
        ledger.apply(fields(4, "name", "b"));
        ledger.apply(fields(6, "name", "c"));
        ledger.apply(fields(2, "city", null));
        ledger.apply(tags(1, tag("k", "v", "SELF", 1, 9, false)));
        ledger.apply(tags(4, tag("k", "v", "SELF", 4, 9, true)));
        ledger.apply(tags(4, tag("k", "w", "SELF", 4, 9, true)));
        ledger.pruneBefore(5);
        assertThat(ledger.profile().fields())
                .containsExactly(
                        change("city", null, 2), change("name", "b", 4), change("name", "c", 6));
        assertThat(ledger.profile().tags())
                .containsExactly(
                        tag("k", "v", "SELF", 4, 9, true), tag("k", "w", "SELF", 4, 9, true));
        assertThat(ledger.firstSeenOn()).as("the member is no younger for it").isEqualTo(1);
        ledger.pruneBefore(6);
        assertThat(new ProfileLedger(ledger.state()).profile().fields())
                .containsExactly(change("city", null, 2), change("name", "c", 6));
        ledger.forget(9);
        assertThat(ledger.firstSeenOn()).isEqualTo(Integer.MAX_VALUE);
    }

    private static FieldChange change(String field, String value, int at) {
        return new FieldChange(field, value, at, at);
    }

    private static GivenTag tag(
            String key, String value, String source, int at, int until, boolean withdrawn) {
        return new GivenTag(key, value, source, at, at, until, withdrawn);
    }

    private static MemberEvent fields(int at, String... namesAndValues) {
        FieldChange[] changes = new FieldChange[namesAndValues.length / 2];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = change(namesAndValues[2 * i], namesAndValues[2 * i + 1], at);
        }
        return new MemberEvent("m", at, at, changes, NO_TAGS, false);
    }

    private static MemberEvent tags(int at, GivenTag... tags) {
        return new MemberEvent("m", at, at, new FieldChange[0], tags, false);
    }
}
