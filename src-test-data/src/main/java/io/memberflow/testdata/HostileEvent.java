package io.memberflow.testdata;

import io.memberflow.order.Order;
import io.memberflow.order.RejectCode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One line of a hostile stream and what a right reader makes of it: an order, a rejection, or (a
 * blank line) nothing at all.
 *
 * @param line the bytes of the line without its line end; not always good UTF-8
 * @param order what a right reader makes of it, or null. Its fingerprint is the generator's own:
 *     equal exactly for equal states, but not the one a reader works out. Of states that only the
 *     fingerprint tells apart it does not matter which one stands.
 * @param code why it is to be rejected in a bounded run, or null
 * @param note in words what is odd about it, for the message of a failing test
 * @param kinds what it is there to try
 */
public record HostileEvent(
        byte[] line, Order order, RejectCode code, String note, Set<HostileKind> kinds) {

    public HostileEvent {
        EnumSet<HostileKind> copy = EnumSet.noneOf(HostileKind.class);
        copy.addAll(kinds);
        kinds = Collections.unmodifiableSet(copy);
    }

    /** False for a blank line, which is no event and is counted nowhere. */
    public boolean isEvent() {
        return order != null || code != null;
    }

    /** The line as text; bytes that are no UTF-8 show as U+FFFD. */
    public String json() {
        return new String(line, StandardCharsets.UTF_8);
    }
}
