package io.memberflow.testdata;

/**
 * The aggregates of one window or of the life (facts.md §4). Amounts are fen.
 *
 * @param orders counting orders
 * @param amount their amount minus refund
 * @param averageOrderValue amount / orders, HALF_UP to fen; null at 0 orders
 * @param orderDays distinct dates of counting orders
 * @param items pieces in counting orders
 * @param discountedOrders counting orders with a discount above 0
 * @param largestOrder the largest amount minus refund of one counting order; 0 at 0 orders
 * @param refunds orders with a refund, wholly refunded ones among them
 * @param refundAmount what was refunded of those
 */
public record OracleWindow(
        int orders,
        long amount,
        Long averageOrderValue,
        int orderDays,
        long items,
        int discountedOrders,
        long largestOrder,
        int refunds,
        long refundAmount) {}
