package io.memberflow.rfm;

import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.MemberEvent;
import io.memberflow.order.Order;
import io.memberflow.order.Parsed;
import java.util.ArrayList;
import java.util.List;

/**
 * All that was read of one member, in any order, put together as a bounded run does: what a forget
 * voids counts for nothing, whether it comes before or after.
 */
public final class KnownMember {
    private final List<Parsed> events = new ArrayList<>();
    private long forgottenUntil = Long.MIN_VALUE;

    /** One more event. */
    public void add(Parsed event) {
        events.add(event);
        if (event instanceof MemberEvent said && said.forget()) {
            forgottenUntil = Math.max(forgottenUntil, said.at());
        }
    }

    /** What is known by all of them. */
    public MemberHistory history(String memberId) {
        MemberLedger orders = new MemberLedger(LedgerState.empty());
        ProfileLedger profile = new ProfileLedger(ProfileState.empty());
        BehaviourLedger behaviours = new BehaviourLedger(BehaviourState.empty());
        for (Parsed event : events) {
            if (event instanceof Order order && order.updatedAt() > forgottenUntil) {
                orders.apply(order);
            } else if (event instanceof MemberEvent said && said.at() > forgottenUntil) {
                profile.apply(said);
            } else if (event instanceof BehaviourEvent done
                    && done.behaviour().at() > forgottenUntil) {
                behaviours.apply(done.behaviour());
            }
        }
        boolean isForgotten = forgottenUntil != Long.MIN_VALUE;
        return orders.history(memberId).with(profile, behaviours, isForgotten);
    }
}
