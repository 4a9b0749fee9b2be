package io.memberflow.rfm;

import io.memberflow.member.OrderDetails;
import io.memberflow.order.Order;

/**
 * What {@link MemberLedger} keeps of one member between events: a table of primitives, since a
 * column of objects or a map costs more than twice the time and memory.
 *
 * @param size how many orders stand in the table
 * @param cells the orders' numbers, {@link MemberLedger#STRIDE} cells an order
 * @param ids the order ids in UTF-8, one after the other
 * @param idEnds where the id of each order ends in {@code ids}
 * @param slots open-addressing index from order id to row + 1, empty while a scan is as quick
 * @param details what the order of each row says besides its sums; shorter than the table when the
 *     last rows say nothing, empty when none does
 * @param overtaken states that would stand if what stands were forgotten, see {@link Overtaken}
 * @param folded totals of the orders that are older than the retention; see {@link Folded}
 */
public record LedgerState(
        int size,
        long[] cells,
        byte[] ids,
        int[] idEnds,
        int[] slots,
        OrderDetails[] details,
        Order[] overtaken,
        Folded folded) {

    /** A member of whom nothing is known yet. */
    public static LedgerState empty() {
        return new LedgerState(
                0,
                new long[MemberLedger.STRIDE],
                new byte[16],
                new int[1],
                new int[0],
                new OrderDetails[0],
                new Order[0],
                Folded.NONE);
    }
}
