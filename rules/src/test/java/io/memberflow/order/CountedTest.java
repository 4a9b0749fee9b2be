package io.memberflow.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {

    @Test
    void oneIsTheOnlyOne() {
        assertThat(Counted.of(0, "day", "days")).isEqualTo("0 days");
        assertThat(Counted.of(1, "day", "days")).isEqualTo("1 day");
        assertThat(Counted.of(2, "day", "days")).isEqualTo("2 days");
        assertThat(Counted.of(101, "day", "days")).isEqualTo("101 days");
    }
}
