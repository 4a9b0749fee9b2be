package io.memberflow.rfm;

import java.util.TreeMap;

/** Columns of day totals while orders are added to them, dates ascending. */
final class DayTotals {
    final int[] days;
    final int[] orders;
    final long[] amount;
    final long[] items;
    final int[] discounted;
    final long[] largest;
    final int[] refunds;
    final long[] refundAmount;
    private int row = -1;

    DayTotals(int dates) {
        days = new int[dates];
        orders = new int[dates];
        amount = new long[dates];
        items = new long[dates];
        discounted = new int[dates];
        largest = new long[dates];
        refunds = new int[dates];
        refundAmount = new long[dates];
    }

    /** Makes {@code day} the date that is added to; never earlier than the one before. */
    void open(int day) {
        if (row < 0 || days[row] != day) {
            days[++row] = day;
        }
    }

    void count(long net, long quantity, boolean discount) {
        orders[row]++;
        amount[row] = Fen.plus(amount[row], net);
        items[row] += quantity;
        discounted[row] += discount ? 1 : 0;
        largest[row] = Math.max(largest[row], net);
    }

    void refund(long refunded) {
        refunds[row]++;
        refundAmount[row] = Fen.plus(refundAmount[row], refunded);
    }

    /** These totals added to what had been folded before. */
    Folded onto(Folded folded, int firstSeenOn, long oldestUpdate, FirstOrder first) {
        int orders = folded.orders();
        long amount = folded.amount();
        long items = folded.items();
        int discounted = folded.discounted();
        long largest = folded.largest();
        int refunds = folded.refunds();
        long refundAmount = folded.refundAmount();
        for (int i = 0; i <= row; i++) {
            orders += this.orders[i];
            amount = Fen.plus(amount, this.amount[i]);
            items += this.items[i];
            discounted += this.discounted[i];
            largest = Math.max(largest, this.largest[i]);
            refunds += this.refunds[i];
            refundAmount = Fen.plus(refundAmount, this.refundAmount[i]);
        }
        TreeMap<Integer, Long> byDay = new TreeMap<>();
        for (int i = 0; i < folded.days().length; i++) {
            byDay.put(folded.days()[i], folded.dayAmounts()[i]);
        }
        for (int i = 0; i <= row; i++) {
            if (this.orders[i] > 0) {
                byDay.merge(this.days[i], this.amount[i], Fen::plus);
            }
        }
        return new Folded(
                byDay.keySet().stream().mapToInt(Integer::intValue).toArray(),
                byDay.values().stream().mapToLong(Long::longValue).toArray(),
                firstSeenOn,
                oldestUpdate,
                first,
                orders,
                amount,
                items,
                discounted,
                largest,
                refunds,
                refundAmount);
    }
}
