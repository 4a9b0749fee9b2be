package io.memberflow.cases;

import io.memberflow.cases.CalendarCase.Event;
import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.BehaviourReader;
import io.memberflow.order.Cleaning;
import io.memberflow.order.MemberEvent;
import io.memberflow.order.MemberReader;
import io.memberflow.order.Order;
import io.memberflow.order.OrderReader;
import io.memberflow.order.Parsed;
import io.memberflow.order.RawEvent;
import io.memberflow.order.Rejected;
import io.memberflow.rfm.BehaviourLedger;
import io.memberflow.rfm.BehaviourState;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.ProfileLedger;
import io.memberflow.rfm.ProfileState;
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
        List<Parsed> taken = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        long forgottenUntil = Long.MIN_VALUE;
        for (Event event : events) {
            Parsed parsed = read(event, cleaning);
            if (parsed instanceof Rejected rejected) {
                refused.add(new Refusal(event, rejected));
            } else {
                taken.add(parsed);
            }
            if (parsed instanceof MemberEvent said && said.forget()) {
                forgottenUntil = Math.max(forgottenUntil, said.at());
            }
        }
        MemberLedger orders = new MemberLedger(LedgerState.empty());
        ProfileLedger profile = new ProfileLedger(ProfileState.empty());
        BehaviourLedger behaviours = new BehaviourLedger(BehaviourState.empty());
        for (Parsed parsed : taken) {
            if (parsed instanceof Order order && order.updatedAt() > forgottenUntil) {
                orders.apply(order);
            } else if (parsed instanceof MemberEvent said && said.at() > forgottenUntil) {
                profile.apply(said);
            } else if (parsed instanceof BehaviourEvent done
                    && done.behaviour().at() > forgottenUntil) {
                behaviours.apply(done.behaviour());
            }
        }
        boolean isForgotten = forgottenUntil != Long.MIN_VALUE;
        return new CaseHistory(
                orders.history(MEMBER).with(profile, behaviours, isForgotten), refused);
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
