package io.memberflow.rfm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memberflow.member.Behaviour;
import io.memberflow.member.MemberOrders;
import io.memberflow.member.OrderDetails;
import io.memberflow.member.Profile;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The orders of one member: takes states of orders in any order, keeps the one that stands of each,
 * and adds them up by date. What stands depends on the set of states applied and forgotten and on
 * nothing else.
 *
 * <p>Not thread-safe; works in place on the arrays of the state it was made from.
 */
public final class MemberLedger {

    /** Cells an order takes in {@link LedgerState#cells}. */
    static final int STRIDE = 8;

    private static final int VERSION = 0;
    private static final int UPDATED_AT = 1;
    private static final int PAID_AT = 2;
    private static final int AMOUNT = 3;
    private static final int REFUND = 4;
    private static final int QUANTITY = 5;
    private static final int FINGERPRINT = 6;

    /** Date in the upper 32 bits, then the discount flag and the status. */
    private static final int DAY_AND_STATUS = 7;

    private static final int DISCOUNTED = 1 << 8;
    private static final int STATUS_MASK = 0xFF;

    /** Up to here a scan over the ids is as quick as the index. */
    private static final int SCAN_LIMIT = 8;

    private static final Order[] NONE_OVERTAKEN = {};

    private static final OrderStatus[] STATUSES = OrderStatus.values();

    private int size;
    private long[] cells;
    private byte[] ids;
    private int[] idEnds;
    private int[] slots;
    private OrderDetails[] details;
    private Order[] overtaken;
    private Folded folded;

    /** A ledger that goes on from {@code state}, whose arrays it takes over. */
    public MemberLedger(LedgerState state) {
        this.size = state.size();
        this.cells = state.cells();
        this.ids = state.ids();
        this.idEnds = state.idEnds();
        this.slots = state.slots();
        this.details = state.details();
        this.overtaken = state.overtaken();
        this.folded = state.folded();
    }

    /** What to keep until the next event. */
    public LedgerState state() {
        return new LedgerState(size, cells, ids, idEnds, slots, details, overtaken, folded);
    }

    /** How many orders are kept one by one. */
    public int size() {
        return size;
    }

    /**
     * Takes one state of one order.
     *
     * @return true when it stands from now on, false when it is a repeat: equal to what stands, or
     *     older
     */
    public boolean apply(Order order) {
        byte[] id = order.orderId().getBytes(UTF_8);
        int row = find(id);
        if (row < 0) {
            write(order, append(id));
            return true;
        }
        boolean stands = isNewer(order, row);
        if (stands
                ? order.updatedAt() < cell(row, UPDATED_AT)
                : order.updatedAt() > cell(row, UPDATED_AT)) {
            overtaken = Overtaken.plus(overtaken, stands ? order(order.memberId(), row) : order);
        }
        if (stands) {
            write(order, row);
            overtaken = overtaken.length == 0 ? overtaken : Overtaken.under(overtaken, order);
        }
        return stands;
    }

    /**
     * Folds every order dated before {@code day} into totals, to bound what is kept. Orders without
     * a date stay: it is not known that they are old, and they may be what tells a late state from
     * the one that stands.
     */
    public void foldBefore(int day) {
        int[] old = IntStream.range(0, size).filter(row -> isBefore(row, day)).toArray();
        if (old.length == 0) {
            return;
        }
        int[] kept = IntStream.range(0, size).filter(row -> !isBefore(row, day)).toArray();
        folded = plusFolded(old);
        keep(kept);
        overtaken =
                Arrays.stream(overtaken)
                        .filter(state -> find(state.orderId().getBytes(UTF_8)) >= 0)
                        .toArray(Order[]::new);
    }

    /**
     * Forgets every state made at or before an instant, as if it had never been applied; states
     * without a time are among them, for they cannot be known to be later. What had been folded
     * goes whole, unless all of it is later.
     *
     * @param until microseconds since the epoch
     */
    public void forget(long until) {
        Order[] others = overtaken;
        overtaken = NONE_OVERTAKEN;
        keep(IntStream.range(0, size).filter(row -> cell(row, UPDATED_AT) > until).toArray());
        for (Order other : others) {
            if (other.updatedAt() > until) {
                apply(other);
            }
        }
        folded = folded.oldestUpdate() <= until ? Folded.NONE : folded;
    }

    /** Keeps these rows and no others. */
    private void keep(int[] rows) {
        MemberLedger rest = new MemberLedger(LedgerState.empty());
        for (int row : rows) {
            int copy = rest.append(id(row));
            System.arraycopy(cells, row * STRIDE, rest.cells, copy * STRIDE, STRIDE);
            rest.writeDetails(details(row), copy);
        }
        size = rest.size;
        cells = rest.cells;
        ids = rest.ids;
        idEnds = rest.idEnds;
        slots = rest.slots;
        details = rest.details;
    }

    /** What the standing orders add up to, date by date. */
    public MemberHistory history(String memberId) {
        int[] rows = sortedRows();
        int[] adding = Arrays.stream(rows).filter(row -> counts(row) || refunds(row)).toArray();
        int dates = 0;
        for (int i = 0; i < adding.length; i++) {
            if (i == 0 || day(adding[i]) != day(adding[i - 1])) {
                dates++;
            }
        }
        DayTotals totals = new DayTotals(dates);
        for (int row : adding) {
            add(totals, row);
        }
        return new MemberHistory(
                memberId,
                firstSeenOn(),
                totals.days,
                totals.orders,
                totals.amount,
                totals.items,
                totals.discounted,
                totals.largest,
                totals.refunds,
                totals.refundAmount,
                folded,
                orders(rows),
                Profile.NONE,
                new Behaviour[0],
                false);
    }

    private Folded plusFolded(int[] rows) {
        DayTotals totals = new DayTotals(rows.length);
        int firstSeen = folded.firstSeenOn();
        long oldestUpdate = folded.oldestUpdate();
        FirstOrder first = folded.first();
        long[] byDay = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            byDay[i] = dayAndRow(row);
            firstSeen = Math.min(firstSeen, day(row));
            oldestUpdate = Math.min(oldestUpdate, cell(row, UPDATED_AT));
            first = counts(row) ? earlier(first, row) : first;
        }
        Arrays.sort(byDay);
        for (long dayAndRow : byDay) {
            int row = (int) dayAndRow;
            if (counts(row) || refunds(row)) {
                add(totals, row);
            }
        }
        return totals.onto(folded, firstSeen, oldestUpdate, first);
    }

    private FirstOrder earlier(FirstOrder first, int row) {
        if (first != null) {
            int byTime = Long.compare(first.paidAt(), cell(row, PAID_AT));
            if (byTime < 0
                    || (byTime == 0
                            && Arrays.compareUnsigned(first.id().getBytes(UTF_8), id(row)) < 0)) {
                return first;
            }
        }
        OrderDetails details = details(row);
        return new FirstOrder(
                new String(id(row), UTF_8),
                day(row),
                cell(row, PAID_AT),
                details == null ? null : details.source());
    }

    private void add(DayTotals totals, int row) {
        totals.open(day(row));
        if (counts(row)) {
            totals.count(
                    cell(row, AMOUNT) - cell(row, REFUND), cell(row, QUANTITY), discounted(row));
        }
        if (refunds(row)) {
            totals.refund(cell(row, REFUND));
        }
    }

    /** All rows by date, then when they were paid, then by id. */
    private int[] sortedRows() {
        long[] byDay = new long[size];
        for (int row = 0; row < size; row++) {
            byDay[row] = dayAndRow(row);
        }
        Arrays.sort(byDay);
        int[] rows = new int[size];
        for (int from = 0, to; from < size; from = to) {
            to = from + 1;
            while (to < size && byDay[to] >> 32 == byDay[from] >> 32) {
                to++;
            }
            int[] sameDay =
                    Arrays.stream(byDay, from, to).mapToInt(dayAndRow -> (int) dayAndRow).toArray();
            System.arraycopy(byPayment(sameDay), 0, rows, from, sameDay.length);
        }
        return rows;
    }

    private int[] byPayment(int[] rows) {
        return rows.length == 1
                ? rows
                : Arrays.stream(rows)
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingLong(row -> cell(row, PAID_AT))
                                        .thenComparing(this::id, Arrays::compareUnsigned))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    private MemberOrders orders(int[] rows) {
        int n = rows.length;
        MemberOrders orders =
                new MemberOrders(
                        new String[n],
                        new byte[n],
                        new int[n],
                        new long[n],
                        new long[n],
                        new long[n],
                        new long[n],
                        new OrderDetails[n]);
        for (int i = 0; i < n; i++) {
            int row = rows[i];
            orders.ids()[i] = new String(id(row), UTF_8);
            orders.statuses()[i] = (byte) status(row).ordinal();
            orders.days()[i] = day(row);
            orders.paidAt()[i] = cell(row, PAID_AT);
            orders.amounts()[i] = cell(row, AMOUNT);
            orders.refunds()[i] = cell(row, REFUND);
            orders.quantities()[i] = cell(row, QUANTITY);
            orders.details()[i] = details(row);
        }
        return orders;
    }

    private int firstSeenOn() {
        int first = folded.firstSeenOn();
        for (int row = 0; row < size; row++) {
            first = Math.min(first, day(row));
        }
        return first;
    }

    private boolean isNewer(Order order, int row) {
        int byVersion = Long.compare(order.version(), cell(row, VERSION));
        if (byVersion != 0) {
            return byVersion > 0;
        }
        int byTime = Long.compare(order.updatedAt(), cell(row, UPDATED_AT));
        if (byTime != 0) {
            return byTime > 0;
        }
        int byStatus = order.status().compareTo(status(row));
        if (byStatus != 0) {
            return byStatus > 0;
        }
        int byRefund = Long.compare(order.refund(), cell(row, REFUND));
        if (byRefund != 0) {
            return byRefund > 0;
        }
        return order.fingerprint() > cell(row, FINGERPRINT);
    }

    private void write(Order order, int row) {
        int at = row * STRIDE;
        cells[at + VERSION] = order.version();
        cells[at + UPDATED_AT] = order.updatedAt();
        cells[at + PAID_AT] = order.paidAt();
        cells[at + AMOUNT] = order.amount();
        cells[at + REFUND] = order.refund();
        cells[at + QUANTITY] = order.quantity();
        cells[at + FINGERPRINT] = order.fingerprint();
        cells[at + DAY_AND_STATUS] =
                ((long) order.day() << 32)
                        | (order.discounted() ? DISCOUNTED : 0)
                        | order.status().ordinal();
        writeDetails(order.details(), row);
    }

    private void writeDetails(OrderDetails of, int row) {
        if (row >= details.length && of != null) {
            details = Arrays.copyOf(details, capacity(row + 1));
        }
        if (row < details.length) {
            details[row] = of;
        }
    }

    private OrderDetails details(int row) {
        return row < details.length ? details[row] : null;
    }

    private Order order(String memberId, int row) {
        return new Order(
                memberId,
                new String(id(row), UTF_8),
                cell(row, VERSION),
                status(row),
                cell(row, UPDATED_AT),
                cell(row, PAID_AT),
                day(row),
                cell(row, AMOUNT),
                cell(row, REFUND),
                discounted(row),
                cell(row, QUANTITY),
                cell(row, FINGERPRINT),
                details(row));
    }

    private long dayAndRow(int row) {
        return ((long) day(row) << 32) | row;
    }

    private long cell(int row, int column) {
        return cells[row * STRIDE + column];
    }

    private int day(int row) {
        return (int) (cell(row, DAY_AND_STATUS) >> 32);
    }

    private boolean isBefore(int row, int day) {
        return day(row) < day && day(row) != Order.NO_DAY;
    }

    private OrderStatus status(int row) {
        return STATUSES[(int) (cell(row, DAY_AND_STATUS) & STATUS_MASK)];
    }

    private boolean discounted(int row) {
        return (cell(row, DAY_AND_STATUS) & DISCOUNTED) != 0;
    }

    private boolean counts(int row) {
        return Order.counts(status(row), cell(row, AMOUNT), cell(row, REFUND));
    }

    private boolean refunds(int row) {
        return status(row).isPaid() && cell(row, REFUND) > 0;
    }

    private byte[] id(int row) {
        return Arrays.copyOfRange(ids, idStart(row), idEnds[row]);
    }

    private int idStart(int row) {
        return row == 0 ? 0 : idEnds[row - 1];
    }

    private boolean hasId(int row, byte[] id) {
        return Arrays.equals(ids, idStart(row), idEnds[row], id, 0, id.length);
    }

    private int find(byte[] id) {
        if (slots.length == 0) {
            for (int row = 0; row < size; row++) {
                if (hasId(row, id)) {
                    return row;
                }
            }
            return -1;
        }
        for (int slot = slotOf(id); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            if (hasId(slots[slot] - 1, id)) {
                return slots[slot] - 1;
            }
        }
        return -1;
    }

    private int append(byte[] id) {
        int row = size++;
        int start = idStart(row);
        cells = grown(cells, size * STRIDE);
        idEnds = size <= idEnds.length ? idEnds : Arrays.copyOf(idEnds, capacity(size));
        int end = start + id.length;
        ids = end <= ids.length ? ids : Arrays.copyOf(ids, capacity(end));
        System.arraycopy(id, 0, ids, start, id.length);
        idEnds[row] = end;
        index(row, id);
        return row;
    }

    private void index(int row, byte[] id) {
        if (size <= SCAN_LIMIT) {
            return;
        }
        if (size * 2 > slots.length) {
            slots = new int[Integer.highestOneBit(size * 2) * 2];
            for (int other = 0; other < size; other++) {
                occupy(other, id(other));
            }
        } else {
            occupy(row, id);
        }
    }

    private void occupy(int row, byte[] id) {
        int slot = slotOf(id);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = row + 1;
    }

    private int slotOf(byte[] id) {
        int hash = Arrays.hashCode(id) * 0x9E3779B9;
        return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }

    private static long[] grown(long[] array, int needed) {
        return needed <= array.length
                ? array
                : Arrays.copyOf(array, capacity(needed / STRIDE) * STRIDE);
    }

    /** Room to grow by a half, so that appending stays cheap and small members stay small. */
    private static int capacity(int needed) {
        return needed + (needed >> 1);
    }
}
