package io.memberflow.facts;

import io.memberflow.member.OrderDetails;
import io.memberflow.rfm.MemberHistory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where the counting orders of the last 365 days went. */
public final class Receivers {

    private Receivers() {}

    /**
     * An address orders went to.
     *
     * @param province or null
     * @param city or null
     * @param address never null
     */
    record Receiver(String province, String city, String address) {}

    /** The distinct ones, newest last. The same street of another city is another one. */
    static Set<Receiver> of(OrdersOn on) {
        Set<Receiver> receivers = new LinkedHashSet<>();
        for (int row : on.countingRows()) {
            OrderDetails details = on.details(row);
            if (details.address() != null) {
                Receiver receiver =
                        new Receiver(details.province(), details.city(), details.address());
                receivers.remove(receiver);
                receivers.add(receiver);
            }
        }
        return receivers;
    }

    /** The distinct addresses of the last 365 days as people write them, newest last. */
    public static List<String> addresses(MemberHistory history, int day) {
        List<String> addresses = new ArrayList<>();
        for (Receiver receiver : of(new OrdersOn(history, day))) {
            StringBuilder text = new StringBuilder();
            if (receiver.province() != null) {
                text.append(receiver.province()).append(' ');
            }
            if (receiver.city() != null) {
                text.append(receiver.city()).append(' ');
            }
            addresses.add(text.append(receiver.address()).toString());
        }
        return addresses;
    }
}
