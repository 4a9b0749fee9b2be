package io.memberflow.job.generate;

import io.memberflow.job.generate.Goods.Item;
import io.memberflow.order.OrderStatus;
import java.util.List;

/**
 * A state of an order with all that an event says of it. Times are seconds since the epoch, sums
 * fen.
 *
 * @param paidAt or 0
 * @param refund or a negative number when the event is silent on it
 * @param to where it is sent
 */
record Sold(
        String id,
        String memberId,
        int version,
        OrderStatus status,
        long createdAt,
        long paidAt,
        long updatedAt,
        long amount,
        long refund,
        long discount,
        String channel,
        String source,
        String carrier,
        Place to,
        List<Item> items) {}
