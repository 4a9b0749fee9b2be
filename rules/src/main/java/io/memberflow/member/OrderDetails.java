package io.memberflow.member;

/**
 * What an order says besides its sums: texts are null and items empty where it says nothing.
 *
 * @param createdAt microseconds since the epoch, {@link Fact#ABSENT} when not given
 * @param discount fen
 * @param address of the receiver; personal, as province and city are
 */
public record OrderDetails(
        long createdAt,
        long discount,
        String shop,
        String channel,
        String source,
        String carrier,
        String province,
        String city,
        String address,
        OrderItem[] items) {}
