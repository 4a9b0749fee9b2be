package io.memberflow.order;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** The checks of facts.md §2 that events of every stream go through. */
final class EventChecks {

    private static final long HOUR = 3_600_000_000L;

    private final Cleaning cleaning;
    private final Times times;

    EventChecks(Cleaning cleaning) {
        this.cleaning = cleaning;
        this.times = new Times(cleaning.zone());
    }

    /** The event's text, whatever its bytes are; what is wrong with them is told to the fault. */
    static String text(RawEvent event, Fault fault) {
        if (event.length() > RawEvent.MAX_BYTES) {
            fault.found("The event has " + event.length() + " bytes: send at most 1 MiB.");
        }
        String text = new String(event.bytes(), StandardCharsets.UTF_8);
        if (!Texts.isUtf8(event.bytes(), text)) {
            fault.found("The event is not valid UTF-8: write it in that encoding.");
        }
        String forbidden = Texts.forbidden(text);
        if (forbidden != null) {
            fault.found("The event holds " + forbidden + ": remove it at the source.");
        }
        return text;
    }

    /** The id, or null when it is absent, blank or, which is a fault, too long. */
    static String id(String name, String text, Fault fault) {
        if (text == null) {
            return null;
        }
        String id = Texts.normaliseId(text);
        if (id == null) {
            fault.found(
                    name + " is longer than " + Texts.MAX_NAME + " characters: send a shorter id.");
        }
        // What stands for unreadable bytes, or could not enter a table, is nobody's id.
        boolean readable =
                id != null
                        && !id.isEmpty()
                        && Texts.forbidden(id) == null
                        && (fault.sentence() == null || id.indexOf('\uFFFD') < 0);
        return readable ? id : null;
    }

    /** The time in microseconds since the epoch, {@link Order#NO_TIME} when there is none. */
    long time(String name, String text, Fault fault) {
        if (text == null) {
            return Order.NO_TIME;
        }
        long time = times.parse(text);
        if (time == Times.UNREADABLE) {
            fault.found(
                    name
                            + " "
                            + Texts.quote(text)
                            + " is no time: write it as 2025-03-01T10:15:30+08:00.");
            return Order.NO_TIME;
        }
        return time;
    }

    /** The date, null when there is none. */
    static LocalDate date(String name, String text, Fault fault) {
        if (text == null) {
            return null;
        }
        LocalDate date = Times.date(text);
        if (date == null) {
            fault.found(name + " is no date: write it as 2025-03-01.");
        }
        return date;
    }

    /** The local date of an instant, as epoch day. */
    int dayOf(long time) {
        return times.dayOf(time);
    }

    /** The as-of date of a bounded run, the local date of the clock in a live one; epoch day. */
    int today(long clock) {
        return cleaning.asOf() != null ? (int) cleaning.asOf().toEpochDay() : times.dayOf(clock);
    }

    /**
     * Why an event belongs to nobody, or null.
     *
     * @param what the event is, in words
     */
    String noMember(String memberId, String what) {
        if (memberId == null) {
            return "member_id is missing or blank: send the " + what + " again with its member.";
        }
        return cleaning.guestIds().contains(memberId)
                ? "member_id is one of --guest-ids, which stand for nobody: name the member."
                : null;
    }

    /** Why a time is FUTURE, or null; {@link Order#NO_TIME} is not. */
    String future(String name, long time, long clock) {
        if (time == Order.NO_TIME) {
            return null;
        }
        LocalDate asOf = cleaning.asOf();
        if (asOf != null) {
            return times.dayOf(time) > asOf.toEpochDay()
                    ? name
                            + " is dated after the as-of date "
                            + asOf
                            + ": run with a later --as-of."
                    : null;
        }
        return time > clock + HOUR
                ? name + " is over an hour ahead of this machine's clock: mend the source's clock."
                : null;
    }
}
