package io.memberflow.order;

import java.util.List;

/**
 * A draft with its fields typed and judged. When {@code code} is not null the event is refused and
 * only the ids may be relied on, each null when it could not be read.
 *
 * @param updatedAt as in {@link Order}, which may be {@link Order#NO_TIME} as the other times may
 * @param amount in fen, {@link #NONE} when a CSV line gives none
 * @param refund in fen; {@link #NONE} when all of it is meant
 * @param discount in fen, 0 when it is absent
 * @param texts shop, channel, source, carrier, province, city, address; absent ones null
 * @param message why it was refused
 */
record Checked(
        String orderId,
        String memberId,
        long version,
        OrderStatus status,
        long createdAt,
        long paidAt,
        long updatedAt,
        long amount,
        long refund,
        long discount,
        List<String> texts,
        List<Item> items,
        RejectCode code,
        String message) {

    static final long NONE = Long.MIN_VALUE;
}
