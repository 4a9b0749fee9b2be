package io.memberflow.testdata;

import io.memberflow.order.OrderStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Five states of one order, and all 120 orders in which they can arrive. */
public final class OrderLives {
    private OrderLives() {}

    /**
     * Created, paid, sent, completed less a part, wholly refunded. The last two bear the same time,
     * so that without versions their status decides.
     */
    public static List<HostileEvent> forward(StreamSettings settings, boolean versions) {
        return states(
                settings,
                versions,
                new Step(OrderStatus.CREATED, 0, null),
                new Step(OrderStatus.PAID, 1, null),
                new Step(OrderStatus.SHIPPED, 2, 0L),
                new Step(OrderStatus.COMPLETED, 3, 40_00L),
                new Step(OrderStatus.REFUNDED, 3, null));
    }

    /**
     * Created, expired, paid after all, wholly refunded, and the refund taken back but for a part:
     * a newer state may go back to an earlier status.
     */
    public static List<HostileEvent> withBackSteps(StreamSettings settings, boolean versions) {
        return states(
                settings,
                versions,
                new Step(OrderStatus.CREATED, 0, null),
                new Step(OrderStatus.EXPIRED, 1, null),
                new Step(OrderStatus.PAID, 2, null),
                new Step(OrderStatus.REFUNDED, 3, 320_00L),
                new Step(OrderStatus.COMPLETED, 4, 20_00L));
    }

    /** All orders of the list's elements, in a fixed order. */
    public static <T> List<List<T>> permutations(List<T> elements) {
        if (elements.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            List<T> rest = new ArrayList<>(elements);
            T first = rest.remove(i);
            for (List<T> tail : permutations(rest)) {
                List<T> one = new ArrayList<>();
                one.add(first);
                one.addAll(tail);
                all.add(List.copyOf(one));
            }
        }
        return List.copyOf(all);
    }

    private record Step(OrderStatus status, int hours, Long refund) {}

    private static boolean isUnpaid(Step step) {
        return step.status() == OrderStatus.CREATED || step.status() == OrderStatus.EXPIRED;
    }

    private static List<HostileEvent> states(
            StreamSettings settings, boolean versions, Step... steps) {
        JsonSpelling spelling = new JsonSpelling(new SplittableRandom(settings.seed()), settings);
        Instant created =
                settings.asOf().minusDays(40).atTime(21, 30).atZone(settings.zone()).toInstant();
        // 22:30 the same evening; the last states fall on the next day, the order's day does not.
        Instant paid = created.plusSeconds(3_600);
        List<HostileEvent> events = new ArrayList<>();
        for (Step step : Arrays.asList(steps)) {
            OrderState state =
                    new OrderState(
                            "m-lives",
                            "T-lives",
                            versions ? events.size() + 1L : null,
                            step.status(),
                            created,
                            isUnpaid(step) ? null : paid,
                            created.plusSeconds(3_600L * step.hours()),
                            320_00,
                            step.refund(),
                            step.status() == OrderStatus.PAID ? 10_00 : 0,
                            List.of(2, 1),
                            events.size());
            Set<HostileKind> kinds = EnumSet.noneOf(HostileKind.class);
            String json = spelling.write(state, kinds);
            events.add(
                    new HostileEvent(
                            json.getBytes(StandardCharsets.UTF_8),
                            state.toOrder(settings.zone(), events.size()),
                            null,
                            step.status().toString(),
                            kinds));
        }
        return List.copyOf(events);
    }
}
