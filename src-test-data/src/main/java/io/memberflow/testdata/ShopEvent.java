package io.memberflow.testdata;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * One event of any of the three streams (facts.md §1), as a shop would mean it before it is written
 * down. Times are whole microseconds; what is not given is null.
 */
public sealed interface ShopEvent {

    String memberId();

    /** When the event was made, which is what a forget looks at; null for an undated order. */
    Instant madeAt();

    /**
     * One state of one order.
     *
     * @param state numbers, times and status; its quantities are those of the items
     * @param items empty when it has none
     */
    record Ordered(
            OrderState state,
            String shop,
            String channel,
            String source,
            String carrier,
            String province,
            String city,
            String address,
            List<Item> items)
            implements ShopEvent {
        @Override
        public String memberId() {
            return state.memberId();
        }

        @Override
        public Instant madeAt() {
            return state.effectiveUpdatedAt();
        }
    }

    /**
     * @param price of one piece in hundredths of a fen
     */
    record Item(
            String sku,
            String name,
            String category,
            long quantity,
            Long price,
            SortedMap<String, String> attributes) {}

    /**
     * Something said of who a member is.
     *
     * @param fields what it says, null where it clears; {@code birthday} an ISO date, {@code
     *     registered_at} an ISO instant
     * @param attributes as the fields
     * @param forget whether all that was made up to now is void
     */
    record Told(
            String memberId,
            Instant madeAt,
            Map<String, String> fields,
            Map<String, String> attributes,
            List<Tag> tags,
            boolean forget)
            implements ShopEvent {}

    /**
     * @param at null when the event's own time is meant
     */
    record Tag(
            String key,
            String value,
            String source,
            Instant at,
            LocalDate until,
            boolean withdrawn) {}

    /** Something a member did besides ordering. */
    record Did(
            String eventId,
            String memberId,
            Instant madeAt,
            String type,
            String sku,
            String category,
            String campaign,
            String channel,
            String orderId,
            String value)
            implements ShopEvent {}
}
