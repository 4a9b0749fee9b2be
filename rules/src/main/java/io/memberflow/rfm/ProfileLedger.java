package io.memberflow.rfm;

import io.memberflow.member.CodePoints;
import io.memberflow.member.FieldChange;
import io.memberflow.member.GivenTag;
import io.memberflow.member.Profile;
import io.memberflow.order.MemberEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Who one member is: merges members events that come in any order, each field and tag by itself,
 * and keeps their past. What is known depends on the set of events applied and forgotten and on
 * nothing else.
 *
 * <p>Not thread-safe. Forgetting is the caller's to time: an event that is void must not be
 * applied.
 */
public final class ProfileLedger {
    /** Under no field's name stands that there was an event, for events that name no field. */
    private static final String NO_FIELD = "";

    private static final Comparator<String> TEXT = Comparator.nullsFirst(CodePoints.ORDER);

    private static final Comparator<FieldChange> BY_FIELD_AND_TIME =
            Comparator.comparing(FieldChange::field).thenComparingLong(FieldChange::at);

    private static final Comparator<GivenTag> BY_TAG =
            Comparator.comparing(GivenTag::key)
                    .thenComparing(GivenTag::value)
                    .thenComparing(GivenTag::source);

    /** Of one tag and instant the last one stands. */
    private static final Comparator<GivenTag> BY_STANDING =
            BY_TAG.thenComparingLong(GivenTag::at)
                    .thenComparing(GivenTag::withdrawn)
                    .thenComparingInt(GivenTag::until);

    private final List<FieldChange> changes;
    private final List<SaidTag> tags;
    private int droppedFirstSeenOn;

    /** A ledger that goes on from {@code state}. */
    public ProfileLedger(ProfileState state) {
        changes = new ArrayList<>(Arrays.asList(state.changes()));
        tags = new ArrayList<>(Arrays.asList(state.tags()));
        droppedFirstSeenOn = state.firstSeenOn();
    }

    /** What to keep until the next event. */
    public ProfileState state() {
        return new ProfileState(
                changes.toArray(FieldChange[]::new),
                tags.toArray(SaidTag[]::new),
                droppedFirstSeenOn);
    }

    /**
     * Takes one event, which is not one that forgets.
     *
     * @return true when it said something that was not known, false when it is a repeat
     */
    public boolean apply(MemberEvent event) {
        boolean changed = false;
        for (FieldChange change : event.changes()) {
            changed |= put(change);
        }
        if (event.changes().length == 0) {
            changed |= put(new FieldChange(NO_FIELD, null, event.at(), event.day()));
        }
        for (GivenTag tag : event.tags()) {
            changed |= put(new SaidTag(tag, event.at()));
        }
        return changed;
    }

    /**
     * Forgets every event made at or before an instant, as if it had never been applied.
     *
     * @param until microseconds since the epoch
     */
    public void forget(long until) {
        changes.removeIf(change -> change.at() <= until);
        tags.removeIf(tag -> tag.saidAt() <= until);
        droppedFirstSeenOn = Integer.MAX_VALUE;
    }

    /** Drops what had been superseded by {@code day}, so that no later day can see it. */
    public void pruneBefore(int day) {
        for (int i = changes.size() - 2; i >= 0; i--) {
            FieldChange next = changes.get(i + 1);
            if (next.field().equals(changes.get(i).field()) && next.day() <= day) {
                droppedFirstSeenOn = Math.min(droppedFirstSeenOn, changes.remove(i).day());
            }
        }
        for (int i = tags.size() - 2; i >= 0; i--) {
            GivenTag next = tags.get(i + 1).tag();
            if (BY_TAG.compare(next, tags.get(i).tag()) == 0 && next.day() <= day) {
                tags.remove(i);
            }
        }
    }

    /** Epoch day of the first event, {@link Integer#MAX_VALUE} when there is none. */
    public int firstSeenOn() {
        int first = droppedFirstSeenOn;
        for (FieldChange change : changes) {
            first = Math.min(first, change.day());
        }
        return first;
    }

    /** All that is known, with its past. */
    public Profile profile() {
        List<GivenTag> standing = new ArrayList<>();
        for (SaidTag said : tags) {
            int last = standing.size() - 1;
            if (last >= 0
                    && standing.get(last).at() == said.tag().at()
                    && BY_TAG.compare(standing.get(last), said.tag()) == 0) {
                standing.set(last, said.tag());
            } else {
                standing.add(said.tag());
            }
        }
        return new Profile(
                changes.stream()
                        .filter(change -> !change.field().equals(NO_FIELD))
                        .toArray(FieldChange[]::new),
                standing.toArray(GivenTag[]::new));
    }

    /** Of one field and instant the greater text stands, whose event is void with the other's. */
    private boolean put(FieldChange change) {
        int at = Collections.binarySearch(changes, change, BY_FIELD_AND_TIME);
        if (at < 0) {
            changes.add(-at - 1, change);
            return true;
        }
        boolean greater = TEXT.compare(change.value(), changes.get(at).value()) > 0;
        if (greater) {
            changes.set(at, change);
        }
        return greater;
    }

    private boolean put(SaidTag said) {
        int at = tags.size();
        while (at > 0 && BY_STANDING.compare(tags.get(at - 1).tag(), said.tag()) >= 0) {
            at--;
        }
        if (at == tags.size() || BY_STANDING.compare(tags.get(at).tag(), said.tag()) != 0) {
            tags.add(at, said);
            return true;
        }
        boolean later = said.saidAt() > tags.get(at).saidAt();
        if (later) {
            tags.set(at, said);
        }
        return later;
    }
}
