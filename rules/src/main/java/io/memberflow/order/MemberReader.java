package io.memberflow.order;

import io.memberflow.member.FieldChange;
import io.memberflow.member.GivenTag;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Turns the bytes of a members event into what it says of a member, or a refusal (facts.md §1 and
 * §2). It throws nothing whatever the bytes are, and depends on nothing but them, the cleaning and,
 * in a live run, the clock. One instance serves one thread.
 */
public final class MemberReader {

    /** The name of the stream in {@link Rejected}. */
    public static final String STREAM = "members";

    private static final LocalDate FIRST_BIRTHDAY = LocalDate.of(1900, 1, 1);
    private static final Set<String> SOURCES = Set.of("MANUAL", "SELF", "BATCH");

    private final EventChecks checks;
    private final JsonMembers json = new JsonMembers();
    private final MemberDraft draft = new MemberDraft();

    public MemberReader(Cleaning cleaning) {
        checks = new EventChecks(cleaning);
    }

    /**
     * Reads one event.
     *
     * @param clock the processing clock in microseconds since the epoch; only a live run looks at
     *     it
     * @return a {@link MemberEvent}, or why the event is refused
     */
    public Parsed read(RawEvent event, long clock) {
        draft.clear();
        String text = EventChecks.text(event, draft.fault);
        if (event.header() != null) {
            draft.fault.found("Members are read as JSON only: send one object {…} a line.");
        } else if (event.length() <= RawEvent.MAX_BYTES) {
            json.read(text, draft);
        }
        String memberId = EventChecks.id("member_id", draft.fields.get("member_id"), draft.fault);
        long at = time("updated_at");
        long registeredAt = time("registered_at");
        LocalDate birthday = birthday(clock);
        List<GivenTag> tags = tags(at);

        RejectCode code = null;
        String message = draft.fault.sentence();
        if (message != null) {
            code = RejectCode.MALFORMED;
        } else if ((message = checks.noMember(memberId, "event")) != null) {
            code = RejectCode.NO_MEMBER;
        } else if (at == Order.NO_TIME) {
            code = RejectCode.NO_TIME;
            message = "updated_at is missing: say when this became known of the member.";
        } else if ((message = future(at, registeredAt, tags, clock)) != null) {
            code = RejectCode.FUTURE;
        }
        if (code != null) {
            return Rejected.of(STREAM, event, code, message, memberId);
        }
        int day = checks.dayOf(at);
        return draft.forget
                ? new MemberEvent(memberId, at, day, new FieldChange[0], new GivenTag[0], true)
                : new MemberEvent(
                        memberId,
                        at,
                        day,
                        changes(at, day, birthday, registeredAt),
                        tags.toArray(GivenTag[]::new),
                        false);
    }

    private long time(String field) {
        return checks.time(field, draft.fields.get(field), draft.fault);
    }

    private LocalDate birthday(long clock) {
        LocalDate birthday =
                EventChecks.date("birthday", draft.fields.get("birthday"), draft.fault);
        if (birthday == null) {
            return null;
        }
        if (birthday.isBefore(FIRST_BIRTHDAY)) {
            draft.fault.found("birthday is before 1900: send null when it is not known.");
        } else if (birthday.toEpochDay() > checks.today(clock)) {
            draft.fault.found("birthday is after the as-of date: send null when it is not known.");
        }
        return birthday;
    }

    private List<GivenTag> tags(long updatedAt) {
        List<GivenTag> tags = new ArrayList<>(draft.tags.size());
        for (MemberDraft.Tag tag : draft.tags) {
            required(tag.place() + "key", tag.key(), Texts.MAX_NAME);
            required(tag.place() + "value", tag.value(), Texts.MAX_VALUE);
            if (tag.source() == null || !SOURCES.contains(tag.source())) {
                draft.fault.found(
                        tag.place()
                                + "source must be MANUAL, SELF or BATCH: say who gave the tag.");
            }
            long given = checks.time(tag.place() + "at", tag.at(), draft.fault);
            long at = given == Order.NO_TIME ? updatedAt : given;
            LocalDate until = EventChecks.date(tag.place() + "until", tag.until(), draft.fault);
            tags.add(
                    new GivenTag(
                            tag.key(),
                            tag.value(),
                            tag.source(),
                            at,
                            at == Order.NO_TIME ? Order.NO_DAY : checks.dayOf(at),
                            until == null ? Integer.MAX_VALUE : (int) until.toEpochDay(),
                            tag.withdrawn()));
        }
        return tags;
    }

    private void required(String name, String text, int longest) {
        if (text == null || text.isBlank()) {
            draft.fault.found(name + " is missing or blank: a tag needs it.");
        } else if (Texts.isLongerThan(text, longest)) {
            draft.fault.found(name + " is longer than " + longest + " characters: shorten it.");
        }
    }

    private String future(long at, long registeredAt, List<GivenTag> tags, long clock) {
        String message = checks.future("updated_at", at, clock);
        if (message == null) {
            message = checks.future("registered_at", registeredAt, clock);
        }
        for (int i = 0; message == null && i < tags.size(); i++) {
            message = checks.future("tags[" + i + "].at", tags.get(i).at(), clock);
        }
        return message;
    }

    private FieldChange[] changes(long at, int day, LocalDate birthday, long registeredAt) {
        List<FieldChange> changes = new ArrayList<>();
        for (String field : JsonMembers.TEXTS) {
            if (draft.fields.containsKey(field)) {
                changes.add(new FieldChange(field, draft.fields.get(field), at, day));
            }
        }
        if (draft.fields.containsKey("birthday")) {
            String date = birthday == null ? null : birthday.toString();
            changes.add(new FieldChange("birthday", date, at, day));
        }
        if (draft.fields.containsKey("registered_at")) {
            String date =
                    registeredAt == Order.NO_TIME
                            ? null
                            : LocalDate.ofEpochDay(checks.dayOf(registeredAt)).toString();
            changes.add(new FieldChange("registered_at", date, at, day));
        }
        draft.attributes.forEach(
                (name, value) ->
                        changes.add(new FieldChange("attributes." + name, value, at, day)));
        return changes.toArray(FieldChange[]::new);
    }
}
