package io.memberflow.cases;

import io.memberflow.cases.CalendarCase.Event;
import io.memberflow.order.BehaviourReader;
import io.memberflow.order.Cleaning;
import io.memberflow.order.MemberReader;
import io.memberflow.order.OrderReader;
import io.memberflow.order.Parsed;
import io.memberflow.order.RawEvent;
import io.memberflow.order.Rejected;
import io.memberflow.rfm.KnownMember;
import io.memberflow.rfm.MemberHistory;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a bounded run as of a day would know of a case's member: its events go through the readers
 * and ledgers of the job.
 *
 * @param history what is known
 * @param refused what the readers did not take, among it what is dated after the day
 */
record CaseHistory(MemberHistory history, List<Refusal> refused) {
    /** The member's id in every event of a case. */
    static final String MEMBER = "m";

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** An event that is not taken. */
    record Refusal(Event event, Rejected why) {}

    static CaseHistory of(List<Event> events, LocalDate asOf) {
        Cleaning cleaning = Cleaning.bounded(ZONE, "CNY", Set.of(), asOf);
        KnownMember member = new KnownMember();
        List<Refusal> refused = new ArrayList<>();
        for (Event event : events) {
            Parsed parsed = read(event, cleaning);
            if (parsed instanceof Rejected rejected) {
                refused.add(new Refusal(event, rejected));
            } else {
                member.add(parsed);
            }
        }
        return new CaseHistory(member.history(MEMBER), refused);
    }

    private static Parsed read(Event event, Cleaning cleaning) {
        byte[] bytes = event.json().toString().getBytes(StandardCharsets.UTF_8);
        RawEvent raw = new RawEvent(event.place().toString(), bytes, bytes.length, null);
        return switch (event.stream()) {
            case ORDERS -> new OrderReader(cleaning).read(raw, 0);
            case MEMBERS -> new MemberReader(cleaning).read(raw, 0);
            case BEHAVIOURS -> new BehaviourReader(cleaning).read(raw, 0);
        };
    }
}
