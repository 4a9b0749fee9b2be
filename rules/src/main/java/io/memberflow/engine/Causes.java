package io.memberflow.engine;

import io.memberflow.member.Behaviour;
import io.memberflow.member.FieldChange;
import io.memberflow.member.GivenTag;
import io.memberflow.rfm.MemberHistory;
import java.util.HashMap;
import java.util.Map;

/** What is dated on which day of a member's history. */
final class Causes {
    private final Map<Integer, Turn.Cause> byDay = new HashMap<>();

    private Causes() {}

    /** Orders go before what is known of the member, that before behaviours. */
    static Causes of(MemberHistory history) {
        Causes causes = new Causes();
        for (int day : history.days()) {
            causes.byDay.putIfAbsent(day, Turn.Cause.ORDER);
        }
        for (int day : history.orderRows().days()) {
            causes.byDay.putIfAbsent(day, Turn.Cause.ORDER);
        }
        for (FieldChange change : history.profile().fields()) {
            causes.byDay.putIfAbsent(change.day(), Turn.Cause.PROFILE);
        }
        for (GivenTag tag : history.profile().tags()) {
            causes.byDay.putIfAbsent(tag.day(), Turn.Cause.PROFILE);
        }
        for (Behaviour behaviour : history.behaviours()) {
            causes.byDay.putIfAbsent(behaviour.day(), Turn.Cause.BEHAVIOUR);
        }
        return causes;
    }

    Turn.Cause of(int day) {
        return byDay.getOrDefault(day, Turn.Cause.TIME);
    }
}
