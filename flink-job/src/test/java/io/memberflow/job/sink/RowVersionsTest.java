package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RowVersionsTest {
    @Test
    void numbersGrowAndStartWithTheSecond() {
        RowVersions versions = new RowVersions(1_000);
        long first = versions.next();
        assertThat(first).isGreaterThan(RowVersions.first(1_000));
        assertThat(first >> 31).isEqualTo(1_000);
        assertThat(versions.next()).isEqualTo(first + 1);
        assertThat(versions.reached()).isEqualTo(1_000);
    }

    @Test
    void theStartOfAnAttempt() {
        assertThat(RowVersions.start(500, RowVersions.NONE, 0)).isEqualTo(500);
        assertThat(RowVersions.start(500, 499, 0)).isEqualTo(500);
        assertThat(RowVersions.start(500, 500, 0)).isEqualTo(501);
        assertThat(RowVersions.start(500, 900, 700)).isEqualTo(901);
        assertThat(RowVersions.start(500, RowVersions.NONE, 700)).isEqualTo(700);
    }

    @Property
    void aLaterAttemptIsGreaterWhateverTheClock(
            @ForAll @LongRange(max = 4_000_000_000L) long now,
            @ForAll @LongRange(max = 4_000_000_000L) long then,
            @ForAll @IntRange(min = 1, max = 1_000) int writes,
            @ForAll boolean fromState) {
        RowVersions earlier = new RowVersions(RowVersions.start(now, RowVersions.NONE, 0));
        long last = 0;
        for (int i = 0; i < writes; i++) {
            last = earlier.next();
        }
        long start =
                fromState
                        ? RowVersions.start(then, earlier.reached(), 0)
                        : RowVersions.start(then, RowVersions.NONE, RowVersions.floorAbove(last));
        assertThat(new RowVersions(start).next()).isGreaterThan(last);
    }

    @Property
    void theFloorIsAboveCarriedNumbersToo(@ForAll @LongRange(max = Long.MAX_VALUE / 2) long last) {
        assertThat(RowVersions.first(RowVersions.floorAbove(last))).isGreaterThan(last);
    }
}
