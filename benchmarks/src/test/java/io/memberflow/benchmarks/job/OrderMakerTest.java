package io.memberflow.benchmarks.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.benchmarks.job.OrderMaker.Plan;
import io.memberflow.order.Cleaning;
import io.memberflow.order.Order;
import io.memberflow.order.OrderReader;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderMakerTest {
    private static final LocalDate DAY = LocalDate.of(2025, 6, 30);
    private static final int MEMBERS = 40;
    private static final int EACH = 8;

    private final OrderReader reader =
            new OrderReader(Cleaning.bounded(OrderMaker.ZONE, "CNY", Set.of(), DAY));

    @Test
    void everyMemberPlacesItsOrdersBeforeTheDayInOrderOfDaysAndTheLastOnTheSame()
            throws IOException {
        OrderMaker maker = OrderMaker.of(new Plan(MEMBERS, EACH, 2.5, 10, DAY));
        int[] count = new int[MEMBERS];
        Set<String> ids = new HashSet<>();
        int day = 0;
        for (long ticket = 0; ticket < maker.before(); ticket++) {
            Order order = order(maker, ticket);
            assertThat(OrderMaker.memberOf(order.memberId())).isEqualTo(maker.member(ticket));
            count[maker.member(ticket)]++;
            ids.add(order.orderId());
            assertThat(order.day()).isGreaterThanOrEqualTo(day).isLessThan((int) DAY.toEpochDay());
            day = order.day();
            if (ticket >= maker.before() - MEMBERS) {
                assertThat(day).isEqualTo((int) DAY.minusDays(10).toEpochDay());
            }
        }
        assertThat(count).containsOnly(EACH);
        assertThat(ids).hasSize(MEMBERS * EACH);
    }

    @Test
    void laterOrdersAreOfTheDay() throws IOException {
        OrderMaker maker = OrderMaker.of(new Plan(MEMBERS, EACH, 2.5, 10, DAY));
        for (long ticket = maker.before(); ticket < 2 * maker.before(); ticket++) {
            Order order = order(maker, ticket);
            assertThat(order.day()).isEqualTo((int) DAY.toEpochDay());
            assertThat(OrderMaker.memberOf(order.memberId())).isEqualTo(maker.member(ticket));
        }
    }

    @Test
    void ordersHaveAsManyItemsAsAskedForOrNeitherItemsNorAddresses() throws IOException {
        assertThat(order(OrderMaker.of(new Plan(MEMBERS, EACH, 3, 10, DAY)), 5).details().items())
                .hasSize(3);
        assertThat(order(OrderMaker.of(new Plan(MEMBERS, EACH, 0, 10, DAY)), 5).details().items())
                .isEmpty();
    }

    private Order order(OrderMaker maker, long ticket) {
        return (Order) reader.read(maker.make(ticket), 0);
    }
}
