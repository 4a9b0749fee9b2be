package io.memberflow.order;

import io.memberflow.member.Behaviour;
import io.memberflow.member.BehaviourType;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns the bytes of a behaviours event into what a member did, or a refusal (facts.md §1 and §2).
 * It throws nothing whatever the bytes are, and depends on nothing but them, the cleaning and, in a
 * live run, the clock. One instance serves one thread.
 */
public final class BehaviourReader {

    /** The name of the stream in {@link Rejected}. */
    public static final String STREAM = "behaviours";

    private static final Map<String, BehaviourType> TYPES =
            Arrays.stream(BehaviourType.values())
                    .collect(Collectors.toMap(Enum::name, Function.identity()));
    private static final Set<String> FIELDS =
            Set.of(
                    "event_id",
                    "member_id",
                    "at",
                    "type",
                    "sku",
                    "category",
                    "campaign",
                    "channel",
                    "order_id",
                    "value");

    private final Cleaning cleaning;
    private final EventChecks checks;
    private final JsonText json = new JsonText();
    private final Map<String, String> fields = new HashMap<>();
    private final Fault fault = new Fault();

    public BehaviourReader(Cleaning cleaning) {
        this.cleaning = cleaning;
        checks = new EventChecks(cleaning);
    }

    /**
     * Reads one event.
     *
     * @param clock the processing clock in microseconds since the epoch; only a live run looks at
     *     it
     * @return a {@link BehaviourEvent}, or why the event is refused
     */
    public Parsed read(RawEvent event, long clock) {
        return read(event, clock, checks.dayOf(clock));
    }

    /**
     * The same where it is not by the processing clock what day it is.
     *
     * @param today as for {@link OrderReader#read(RawEvent, long, int)}
     */
    public Parsed read(RawEvent event, long clock, int today) {
        fields.clear();
        fault.clear();
        String text = EventChecks.text(event, fault);
        if (event.header() != null) {
            fault.found("Behaviours are read as JSON only: send one object {…} a line.");
        } else if (event.length() <= RawEvent.MAX_BYTES) {
            json.read(text, fault, this::topLevel);
        }
        String eventId = id("event_id");
        String memberId = id("member_id");
        if (eventId == null) {
            fault.found("event_id is missing or blank: every behaviour needs its id.");
        }
        BehaviourType type = type();
        String sku = id("sku");
        String orderId = id("order_id");
        long at = checks.time("at", fields.get("at"), fault);

        RejectCode code = null;
        String message = fault.sentence();
        if (message != null) {
            code = RejectCode.MALFORMED;
        } else if ((message = checks.noMember(memberId, "event")) != null) {
            code = RejectCode.NO_MEMBER;
        } else if (at == Order.NO_TIME) {
            code = RejectCode.NO_TIME;
            message = "at is missing: say when it happened.";
        } else if ((message = checks.future("at", at, clock)) != null) {
            code = RejectCode.FUTURE;
        } else if ((message = tooOld(at, today)) != null) {
            code = RejectCode.TOO_OLD;
        }
        if (code != null) {
            return Rejected.of(STREAM, event, code, message, memberId);
        }
        return new BehaviourEvent(
                memberId,
                new Behaviour(
                        eventId,
                        (byte) type.ordinal(),
                        at,
                        checks.dayOf(at),
                        sku,
                        fields.get("category"),
                        fields.get("campaign"),
                        fields.get("channel"),
                        orderId,
                        fields.get("value")));
    }

    private void topLevel() throws IOException {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (FIELDS.contains(name)) {
                json.once(!fields.containsKey(name), name);
                fields.put(name, json.text(name));
            } else {
                json.skip();
            }
        }
    }

    private String id(String field) {
        return EventChecks.id(field, fields.get(field), fault);
    }

    private BehaviourType type() {
        String text = fields.get("type");
        BehaviourType type = text == null ? null : TYPES.get(text.strip());
        if (type == null) {
            String types =
                    Arrays.stream(BehaviourType.values())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "));
            fault.found(
                    text == null
                            ? "type is missing: send one of " + types + "."
                            : "type " + Texts.quote(text) + " is unknown: use " + types + ".");
        }
        return type;
    }

    private String tooOld(long at, int today) {
        boolean live =
                cleaning.asOf() == null
                        && cleaning.behaviourDays() != Cleaning.UNLIMITED
                        && today != Order.NO_DAY;
        return live && (long) today - checks.dayOf(at) > cleaning.behaviourDays()
                ? "The behaviour is dated more than "
                        + Counted.of(cleaning.behaviourDays(), "day", "days")
                        + " ago: send behaviours sooner, or set --behaviour-days."
                : null;
    }
}
