package io.memberflow.order;

import io.memberflow.member.OrderDetails;
import io.memberflow.member.OrderItem;
import java.util.List;
import java.util.Objects;

/**
 * Turns the bytes of an event into a state of an order, a line of one, or a refusal (facts.md §1
 * and §2). It throws nothing whatever the bytes are, and depends on nothing but them, the cleaning
 * and, in a live run, the clock. One instance serves one thread.
 */
public final class OrderReader {

    /** The name of the stream in {@link Rejected}. */
    public static final String STREAM = "orders";

    private final OrderChecks checks;
    private final JsonOrders json = new JsonOrders();
    private final CsvOrders csv = new CsvOrders();
    private final Draft draft = new Draft();
    private final Fingerprint fingerprint = new Fingerprint();

    public OrderReader(Cleaning cleaning) {
        checks = new OrderChecks(cleaning);
    }

    /**
     * Reads one event: CSV when it comes with a header, else JSON.
     *
     * @param clock the processing clock in microseconds since the epoch; only a live run looks at
     *     it
     * @return the order; or the line, when the header has columns of items and the row's order can
     *     be told even if the row itself is bad; or why the event is refused
     */
    public Parsed read(RawEvent event, long clock) {
        return read(event, clock, checks.dayOf(clock));
    }

    /**
     * The same where it is not by the processing clock what day it is.
     *
     * @param today the epoch day that orders are too old by; {@link Order#NO_DAY} while history is
     *     being read, for which nothing is too old
     */
    public Parsed read(RawEvent event, long clock, int today) {
        Checked checked = check(event, clock, today);
        boolean orderIsKnown = checked.memberId() != null && checked.orderId() != null;
        if (isLine(event) && orderIsKnown && checked.code() != RejectCode.NO_MEMBER) {
            return new OrderLine(checked.memberId(), checked.orderId(), checked.updatedAt(), event);
        }
        if (checked.code() != null) {
            return rejected(event, checked.code(), checked.message(), checked.memberId());
        }
        return order(checked, checked.amount(), checked.items());
    }

    /**
     * Whether rows under a CSV header are lines of orders rather than orders.
     *
     * @throws InputProblem when it names a column twice or lacks a required one
     */
    public static boolean readsLines(String header) {
        return CsvHeader.parse(header).isOfLines();
    }

    /** Reads the form of an event and judges it. */
    Checked check(RawEvent event, long clock, int today) {
        draft.clear();
        CsvHeader header = null;
        String text = EventChecks.text(event, draft.faults());
        if (event.header() == null) {
            if (event.length() <= RawEvent.MAX_BYTES) {
                json.read(text, draft);
            }
        } else {
            try {
                header = csv.header(event.header());
                csv.read(text, header, draft);
            } catch (InputProblem e) {
                draft.fault("The row cannot be read because of its file: " + e.getMessage());
            }
        }
        return checks.check(draft, header != null && header.isOfLines(), clock, today);
    }

    /** The order that a checked event without a code, or several lines together, describe. */
    Order order(Checked state, long amount, List<Item> items) {
        long refund = state.refund() == Checked.NONE ? amount : state.refund();
        long quantity = 0;
        fingerprint
                .text(state.memberId())
                .text(state.orderId())
                .number(state.version())
                .text(state.status().name())
                .number(state.createdAt())
                .number(state.paidAt())
                .number(state.updatedAt())
                .number(amount)
                .number(refund)
                .number(state.discount());
        state.texts().forEach(fingerprint::text);
        fingerprint.number(items.size());
        for (Item item : items) {
            quantity += item.quantity();
            item.addTo(fingerprint);
        }
        return new Order(
                state.memberId(),
                state.orderId(),
                state.version(),
                state.status(),
                state.updatedAt(),
                state.paidAt(),
                checks.day(state.status(), state.paidAt(), state.updatedAt()),
                amount,
                refund,
                state.discount() > 0,
                quantity,
                fingerprint.finish(),
                details(state, items));
    }

    /** What the order says besides its sums; null when that is nothing. */
    private static OrderDetails details(Checked state, List<Item> items) {
        List<String> texts = state.texts();
        if (items.isEmpty()
                && state.createdAt() == Order.NO_TIME
                && state.discount() == 0
                && texts.stream().allMatch(Objects::isNull)) {
            return null;
        }
        return new OrderDetails(
                state.createdAt(),
                state.discount(),
                texts.get(0),
                texts.get(1),
                texts.get(2),
                texts.get(3),
                texts.get(4),
                texts.get(5),
                texts.get(6),
                items.stream().map(Item::toOrderItem).toArray(OrderItem[]::new));
    }

    static Rejected rejected(RawEvent event, RejectCode code, String message, String memberId) {
        return Rejected.of(STREAM, event, code, message, memberId);
    }

    private boolean isLine(RawEvent event) {
        if (event.header() == null) {
            return false;
        }
        try {
            return csv.header(event.header()).isOfLines();
        } catch (InputProblem e) {
            return false;
        }
    }
}
