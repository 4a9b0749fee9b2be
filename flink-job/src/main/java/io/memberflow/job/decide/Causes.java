package io.memberflow.job.decide;

import io.memberflow.job.decide.Journal.Cause;
import io.memberflow.rfm.MemberHistory;
import java.util.Arrays;

/** What is new in a member's history. */
final class Causes {
    private Causes() {}

    /**
     * What made it another one.
     *
     * @param before null for nothing
     */
    static Cause of(MemberHistory before, MemberHistory after) {
        if (before == null || !sameOrders(before, after)) {
            return after.orderRows().size() > 0 || before != null
                    ? Cause.ORDER
                    : withoutOrders(after);
        }
        return Arrays.equals(before.behaviours(), after.behaviours())
                ? Cause.PROFILE
                : Cause.BEHAVIOUR;
    }

    private static Cause withoutOrders(MemberHistory history) {
        return history.behaviours().length > 0 ? Cause.BEHAVIOUR : Cause.PROFILE;
    }

    private static boolean sameOrders(MemberHistory a, MemberHistory b) {
        return Arrays.equals(a.orderRows().ids(), b.orderRows().ids())
                && Arrays.equals(a.orderRows().statuses(), b.orderRows().statuses())
                && Arrays.equals(a.orderRows().days(), b.orderRows().days())
                && Arrays.equals(a.orderRows().paidAt(), b.orderRows().paidAt())
                && Arrays.equals(a.orderRows().amounts(), b.orderRows().amounts())
                && Arrays.equals(a.orderRows().refunds(), b.orderRows().refunds())
                && Arrays.equals(a.orderRows().quantities(), b.orderRows().quantities());
    }
}
