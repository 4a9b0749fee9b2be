package io.memberflow.member;

/**
 * Something a member did that is no order.
 *
 * @param eventId its id
 * @param type position in {@link BehaviourType}
 * @param at microseconds since the epoch
 * @param day the local date of {@code at}, epoch day
 */
public record Behaviour(
        String eventId,
        byte type,
        long at,
        int day,
        String sku,
        String category,
        String campaign,
        String channel,
        String orderId,
        String value) {}
