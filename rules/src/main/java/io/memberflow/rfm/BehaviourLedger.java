package io.memberflow.rfm;

import io.memberflow.member.Behaviour;
import io.memberflow.member.CodePoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one member did besides ordering: takes behaviours in any order, each event id once. Of two
 * different ones with one id the lesser by instant, type and text stands, so that what is known
 * depends on the set of events applied and forgotten and on nothing else.
 *
 * <p>Not thread-safe; works in place on the array of the state it was made from.
 */
public final class BehaviourLedger {
    private static final Comparator<String> TEXT = Comparator.nullsFirst(CodePoints.ORDER);

    private static final Comparator<Behaviour> BY_ID_AND_TIME =
            Comparator.comparing(Behaviour::eventId).thenComparingLong(Behaviour::at);

    private static final Comparator<Behaviour> BY_CONTENT =
            Comparator.comparingInt(Behaviour::type)
                    .thenComparing(Behaviour::sku, TEXT)
                    .thenComparing(Behaviour::category, TEXT)
                    .thenComparing(Behaviour::campaign, TEXT)
                    .thenComparing(Behaviour::channel, TEXT)
                    .thenComparing(Behaviour::orderId, TEXT)
                    .thenComparing(Behaviour::value, TEXT);

    private static final Comparator<Behaviour> BY_TIME =
            Comparator.comparingLong(Behaviour::at).thenComparing(Behaviour::eventId);

    private int size;
    private Behaviour[] events;
    private int droppedFirstSeenOn;

    /** A ledger that goes on from {@code state}, whose array it takes over. */
    public BehaviourLedger(BehaviourState state) {
        size = state.size();
        events = state.events();
        droppedFirstSeenOn = state.firstSeenOn();
    }

    /** What to keep until the next event. */
    public BehaviourState state() {
        return new BehaviourState(size, events, droppedFirstSeenOn);
    }

    /**
     * Takes one behaviour. Also one that does not stand is kept when it is later than the one of
     * its id that does, for that may be forgotten alone.
     *
     * @return true when it stands from now on, false when it is a repeat
     */
    public boolean apply(Behaviour behaviour) {
        int found = Arrays.binarySearch(events, 0, size, behaviour, BY_ID_AND_TIME);
        int at = found < 0 ? -found - 1 : found;
        boolean stands = at == 0 || !events[at - 1].eventId().equals(behaviour.eventId());
        if (found < 0) {
            insert(at, behaviour);
        } else if (BY_CONTENT.compare(behaviour, events[at]) < 0) {
            events[at] = behaviour;
        } else {
            return false;
        }
        return stands;
    }

    /**
     * Forgets every behaviour of an instant or before it, as if it had never been applied.
     *
     * @param until microseconds since the epoch
     */
    public void forget(long until) {
        keep(behaviour -> behaviour.at() > until);
        droppedFirstSeenOn = Integer.MAX_VALUE;
    }

    /** Drops all that is dated before {@code day}. */
    public void pruneBefore(int day) {
        for (int i = 0; i < size; i++) {
            if (events[i].day() < day) {
                droppedFirstSeenOn = Math.min(droppedFirstSeenOn, events[i].day());
            }
        }
        keep(behaviour -> behaviour.day() >= day);
    }

    /** Epoch day of the first behaviour, {@link Integer#MAX_VALUE} when there is none. */
    public int firstSeenOn() {
        int first = droppedFirstSeenOn;
        for (int i = 0; i < size; i++) {
            first = Math.min(first, events[i].day());
        }
        return first;
    }

    /** What the member did, by instant, then by event id. */
    public Behaviour[] behaviours() {
        List<Behaviour> standing = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            if (i == 0 || !events[i].eventId().equals(events[i - 1].eventId())) {
                standing.add(events[i]);
            }
        }
        standing.sort(BY_TIME);
        return standing.toArray(Behaviour[]::new);
    }

    private void insert(int at, Behaviour behaviour) {
        if (size == events.length) {
            events = Arrays.copyOf(events, size + (size >> 1) + 1);
        }
        System.arraycopy(events, at, events, at + 1, size - at);
        events[at] = behaviour;
        size++;
    }

    private void keep(Predicate<Behaviour> wanted) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (wanted.test(events[i])) {
                events[kept++] = events[i];
            }
        }
        Arrays.fill(events, kept, size, null);
        size = kept;
    }
}
