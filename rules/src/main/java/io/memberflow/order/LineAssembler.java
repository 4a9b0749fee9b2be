package io.memberflow.order;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Puts the CSV lines of one order together (facts.md §1). The result does not depend on the order
 * in which the lines are given. One instance serves one thread.
 */
public final class LineAssembler {

    private static final BigInteger MAX_AMOUNT = BigInteger.valueOf(OrderChecks.MAX_AMOUNT);

    /** The line that lends the order its columns comes first: the earliest, then by its text. */
    private static final Comparator<Line> BY_TIME =
            Comparator.<Line>comparingLong(Line::time)
                    .thenComparing(line -> line.row.bytes(), Arrays::compareUnsigned)
                    .thenComparing(line -> line.row.header());

    /** The worst line comes first; within a file origins of one length are in the file's order. */
    private static final Comparator<Line> BY_FAULT =
            Comparator.<Line, RejectCode>comparing(line -> line.checked.code())
                    .thenComparing(line -> line.row.origin().length())
                    .thenComparing(line -> line.row.origin());

    private final OrderReader reader;

    public LineAssembler(Cleaning cleaning) {
        reader = new OrderReader(cleaning);
    }

    /**
     * Makes one order of all its lines, or refuses every one of them: a bad line with its own code
     * and sentence, the others with that of the worst, an order that does not add up with one for
     * all.
     *
     * @param lines all lines with the same {@link OrderLine#key()}, at least one
     * @param clock as for {@link OrderReader#read}
     */
    public Assembled assemble(Collection<OrderLine> lines, long clock) {
        List<Line> checked = new ArrayList<>(lines.size());
        for (OrderLine line : lines) {
            checked.add(new Line(line.row(), reader.check(line.row(), clock, Order.NO_DAY)));
        }
        return checked.stream()
                .filter(line -> line.checked.code() != null)
                .min(BY_FAULT)
                .map(worst -> refuseBecauseOf(worst, checked))
                .orElseGet(() -> join(checked));
    }

    private Assembled join(List<Line> lines) {
        Checked first = lines.stream().min(BY_TIME).orElseThrow().checked;
        List<Item> items = new ArrayList<>(lines.size());
        boolean sameAmount = true;
        for (Line line : lines) {
            items.addAll(line.checked.items());
            sameAmount &= line.checked.amount() == first.amount();
        }
        items.sort(Item.BY_CONTENT);
        if (!sameAmount) {
            return refuse(
                    lines,
                    RejectCode.MALFORMED,
                    "The lines of the order differ in amount: write the order's amount on each.");
        }
        long amount = first.amount();
        if (amount == Checked.NONE) {
            BigInteger sum = sum(items);
            if (sum == null) {
                return refuse(
                        lines,
                        RejectCode.MALFORMED,
                        "A line of the order has no item_price and no amount is given: send one.");
            }
            // One beyond the bound is enough to be refused for it.
            amount =
                    sum.min(MAX_AMOUNT.add(BigInteger.ONE))
                            .max(BigInteger.ONE.negate())
                            .longValue();
            String problem =
                    OrderChecks.amountProblem("The sum of item_quantity x item_price", amount);
            if (problem != null) {
                return refuse(lines, RejectCode.BAD_AMOUNT, problem);
            }
        }
        String problem = OrderChecks.refundProblem(first.refund(), amount);
        if (problem != null) {
            return refuse(lines, RejectCode.BAD_AMOUNT, problem);
        }
        Order order = reader.order(first, amount, items);
        return new Assembled(new OrderEvent(order, lines.size()), List.of());
    }

    /** The sum of quantity x price in fen, rounded once; null when a price is missing. */
    private static BigInteger sum(List<Item> items) {
        BigInteger sum = BigInteger.ZERO;
        for (Item item : items) {
            if (item.price() == Item.NO_PRICE) {
                return null;
            }
            sum =
                    sum.add(
                            BigInteger.valueOf(item.quantity())
                                    .multiply(BigInteger.valueOf(item.price())));
        }
        return new BigDecimal(sum, Item.PRICE_SCALE)
                .setScale(2, RoundingMode.HALF_UP)
                .unscaledValue();
    }

    private static Assembled refuse(List<Line> lines, RejectCode code, String message) {
        return new Assembled(
                null, lines.stream().map(line -> line.refused(code, message)).toList());
    }

    private static Assembled refuseBecauseOf(Line worst, List<Line> lines) {
        String message =
                "Another line of this order was refused, "
                        + worst.row.origin()
                        + ": mend that line and send all lines of the order again.";
        List<Rejected> rejected = new ArrayList<>(lines.size());
        for (Line line : lines) {
            Checked own = line.checked;
            rejected.add(
                    own.code() != null
                            ? line.refused(own.code(), own.message())
                            : line.refused(worst.checked.code(), message));
        }
        return new Assembled(null, rejected);
    }

    private record Line(RawEvent row, Checked checked) {

        /** When it was paid; a line without that time does not come before one that has it. */
        long time() {
            return checked.paidAt() == Order.NO_TIME ? Long.MAX_VALUE : checked.paidAt();
        }

        Rejected refused(RejectCode code, String message) {
            return OrderReader.rejected(row, code, message, checked.memberId());
        }
    }
}
