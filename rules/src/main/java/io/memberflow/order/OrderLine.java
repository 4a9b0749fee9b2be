package io.memberflow.order;

/**
 * One CSV row that is a line of an order, on its way to the other lines of the order. It may be a
 * bad row whose order could still be told: such a row has to meet the others, because it refuses
 * them. The row travels as its text and is read again by {@link LineAssembler}.
 *
 * @param memberId the member, trimmed and normalised
 * @param orderId the order, trimmed and normalised
 * @param updatedAt as in {@link Order}, {@link Order#NO_TIME} also when the row's is unreadable
 * @param row the row as the source delivered it
 */
public record OrderLine(String memberId, String orderId, long updatedAt, RawEvent row)
        implements Parsed {

    /** What all lines of one order, and no others, have in common. */
    public String key() {
        return memberId.length() + ":" + memberId + orderId;
    }
}
