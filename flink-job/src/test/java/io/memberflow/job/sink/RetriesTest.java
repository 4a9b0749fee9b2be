package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final List<Long> pauses = new ArrayList<>();
    private long nanos;
    private final Retries retries =
            new Retries(
                    Duration.ofSeconds(60),
                    () -> nanos,
                    millis -> {
                        pauses.add(millis);
                        nanos += millis * 1_000_000;
                    });

    @Test
    void waitsLongerEachTimeAndGivesUpInTime() {
        AtomicInteger recovered = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                retries.run(
                                        "Writing",
                                        () -> {
                                            throw new SQLException("secret", "08006");
                                        },
                                        failure -> recovered.incrementAndGet()))
                .isInstanceOf(SafeSqlException.class)
                .hasMessageNotContaining("secret");
        assertThat(pauses).startsWith(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
        assertThat(nanos).isBetween(55_000_000_000L, 60_000_000_000L);
        assertThat(recovered).hasValue(pauses.size() + 1);
    }

    @Test
    void whatDoesNotPassIsNotTriedAgain() {
        assertThatThrownBy(
                        () ->
                                retries.run(
                                        "Writing",
                                        () -> {
                                            throw new SQLException("x", "42P01");
                                        },
                                        failure -> {}))
                .hasMessageContaining("42P01");
        assertThat(pauses).isEmpty();
    }

    @Test
    void returnsTheResultOfTheFirstSuccess() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        int result =
                retries.run(
                        "Writing",
                        () -> {
                            if (tries.incrementAndGet() < 3) {
                                throw new SQLException("x", "40P01");
                            }
                            return 42;
                        },
                        failure -> {});
        assertThat(result).isEqualTo(42);
        assertThat(pauses).containsExactly(100L, 200L);
    }
}
