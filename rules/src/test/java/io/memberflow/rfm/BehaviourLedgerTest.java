package io.memberflow.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Behaviour;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BehaviourLedgerTest {
    private final BehaviourLedger ledger = new BehaviourLedger(BehaviourState.empty());

    @Test
    void everyIdIsTakenOnceAndListedByTime() {
        assertThat(ledger.apply(behaviour("b", 0, 7, "x"))).isTrue();
        assertThat(ledger.apply(behaviour("c", 0, 3, "x"))).isTrue();
        assertThat(ledger.apply(behaviour("a", 0, 7, "x"))).isTrue();
        assertThat(ledger.apply(behaviour("b", 0, 7, "x"))).isFalse();
        assertThat(ledger.behaviours())
                .extracting(Behaviour::eventId)
                .containsExactly("c", "a", "b");
        assertThat(ledger.firstSeenOn()).isEqualTo(3);
    }

    @Test
    void ofTwoWithOneIdTheLesserStandsWhicheverComesFirst() {
        List<Behaviour> events =
                List.of(
                        behaviour("a", 2, 5, "x"),
                        behaviour("a", 1, 5, "y"),
                        behaviour("a", 1, 5, null),
                        behaviour("a", 0, 6, null),
                        behaviour("b", 0, 5, "x"));
        for (long until = 4; until <= 6; until++) {
            long forgotten = until;
            BehaviourLedger expected = new BehaviourLedger(BehaviourState.empty());
            events.stream().filter(b -> b.at() > forgotten).forEach(expected::apply);
            for (List<Behaviour> arrival : Permutations.of(events)) {
                BehaviourLedger one = new BehaviourLedger(BehaviourState.empty());
                arrival.forEach(one::apply);
                assertThat(one.behaviours()).containsExactly(events.get(2), events.get(4));
                arrival.forEach(event -> assertThat(one.apply(event)).isFalse());
                one.forget(forgotten);
                assertThat(one.behaviours()).isEqualTo(expected.behaviours());
                assertThat(one.firstSeenOn()).isEqualTo(expected.firstSeenOn());
            }
        }
    }

    @Test
    void manyAreKeptAndOldOnesDropped() {
        IntStream.range(0, 500)
                .forEach(i -> ledger.apply(behaviour("e" + i * 7 % 500, 0, i, null)));
        assertThat(ledger.behaviours()).hasSize(500);
        ledger.pruneBefore(490);
        BehaviourLedger later = new BehaviourLedger(ledger.state());
        assertThat(later.behaviours()).hasSize(10).isSortedAccordingTo((a, b) -> a.day() - b.day());
        assertThat(later.firstSeenOn()).isZero();
        later.pruneBefore(1_000);
        assertThat(later.behaviours()).isEmpty();
        assertThat(later.firstSeenOn()).as("the member is still known").isZero();
        later.forget(1_000);
        assertThat(later.firstSeenOn()).isEqualTo(Integer.MAX_VALUE);
    }

    private static Behaviour behaviour(String id, int type, int at, String category) {
        return new Behaviour(id, (byte) type, at, at, null, category, null, null, null, null);
    }
}
