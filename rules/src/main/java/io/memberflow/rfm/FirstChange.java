package io.memberflow.rfm;

import io.memberflow.member.Behaviour;
import io.memberflow.member.MemberOrders;
import io.memberflow.member.OrderDetails;
import io.memberflow.member.OrderItem;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;

/**
 * From which day on two histories of one member can tell different things: what is dated later says
 * nothing of a day, so up to the day before all verdicts are the same.
 */
public final class FirstChange {
    private static final int ALWAYS = Integer.MIN_VALUE;
    private static final int NEVER = Integer.MAX_VALUE;

    private FirstChange() {}

    /**
     * The first epoch day that may be another one by {@code after} than by {@code before}; {@link
     * Integer#MAX_VALUE} when they are the same.
     */
    public static int between(MemberHistory before, MemberHistory after) {
        // What is folded has no day of its own any more.
        if (after.forgotten() || !isSame(before.folded(), after.folded())) {
            return ALWAYS;
        }
        int first =
                before.firstSeenOn() == after.firstSeenOn()
                        ? NEVER
                        : Math.min(before.firstSeenOn(), after.firstSeenOn());
        first = Math.min(first, totals(before, after));
        first = Math.min(first, orders(before.orderRows(), after.orderRows()));
        first =
                Math.min(
                        first,
                        behaviours(List.of(before.behaviours()), List.of(after.behaviours())));
        first =
                Math.min(
                        first,
                        either(
                                before.profile().fields(),
                                after.profile().fields(),
                                change -> change.day()));
        return Math.min(
                first,
                either(before.profile().tags(), after.profile().tags(), given -> given.day()));
    }

    private static boolean isSame(Folded a, Folded b) {
        return a.oldestUpdate() == b.oldestUpdate()
                && a.firstSeenOn() == b.firstSeenOn()
                && a.orders() == b.orders()
                && a.amount() == b.amount()
                && a.items() == b.items()
                && a.discounted() == b.discounted()
                && a.largest() == b.largest()
                && a.refunds() == b.refunds()
                && a.refundAmount() == b.refundAmount()
                && Objects.equals(a.first(), b.first())
                && Arrays.equals(a.days(), b.days())
                && Arrays.equals(a.dayAmounts(), b.dayAmounts());
    }

    private static int totals(MemberHistory a, MemberHistory b) {
        return first(
                a.days(),
                b.days(),
                row ->
                        a.orders()[row] == b.orders()[row]
                                && a.amount()[row] == b.amount()[row]
                                && a.items()[row] == b.items()[row]
                                && a.discounted()[row] == b.discounted()[row]
                                && a.largest()[row] == b.largest()[row]
                                && a.refunds()[row] == b.refunds()[row]
                                && a.refundAmount()[row] == b.refundAmount()[row]);
    }

    private static int orders(MemberOrders a, MemberOrders b) {
        return first(
                a.days(),
                b.days(),
                row ->
                        a.ids()[row].equals(b.ids()[row])
                                && a.statuses()[row] == b.statuses()[row]
                                && a.paidAt()[row] == b.paidAt()[row]
                                && a.amounts()[row] == b.amounts()[row]
                                && a.refunds()[row] == b.refunds()[row]
                                && a.quantities()[row] == b.quantities()[row]
                                && isSame(a.details()[row], b.details()[row]));
    }

    /** The day of the first row that differs, of rows whose days ascend. */
    private static int first(int[] a, int[] b, IntPredicate same) {
        int common = Math.min(a.length, b.length);
        for (int row = 0; row < common; row++) {
            if (a[row] != b[row]) {
                return Math.min(a[row], b[row]);
            }
            if (!same.test(row)) {
                return a[row];
            }
        }
        if (a.length == b.length) {
            return NEVER;
        }
        return a.length > common ? a[common] : b[common];
    }

    private static boolean isSame(OrderDetails a, OrderDetails b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return a.createdAt() == b.createdAt()
                && a.discount() == b.discount()
                && Objects.equals(a.shop(), b.shop())
                && Objects.equals(a.channel(), b.channel())
                && Objects.equals(a.source(), b.source())
                && Objects.equals(a.carrier(), b.carrier())
                && Objects.equals(a.province(), b.province())
                && Objects.equals(a.city(), b.city())
                && Objects.equals(a.address(), b.address())
                && isSame(a.items(), b.items());
    }

    private static boolean isSame(OrderItem[] a, OrderItem[] b) {
        boolean same = a.length == b.length;
        for (int i = 0; same && i < a.length; i++) {
            OrderItem one = a[i];
            OrderItem other = b[i];
            same =
                    Objects.equals(one.sku(), other.sku())
                            && Objects.equals(one.name(), other.name())
                            && Objects.equals(one.category(), other.category())
                            && one.quantity() == other.quantity()
                            && one.price() == other.price()
                            && Arrays.equals(one.attributes(), other.attributes());
        }
        return same;
    }

    private static int behaviours(List<Behaviour> a, List<Behaviour> b) {
        int common = Math.min(a.size(), b.size());
        int row = 0;
        while (row < common && a.get(row).equals(b.get(row))) {
            row++;
        }
        int first = NEVER;
        // They ascend by instant, and so do their days.
        if (row < a.size()) {
            first = a.get(row).day();
        }
        return row < b.size() ? Math.min(first, b.get(row).day()) : first;
    }

    /** The first day of what only one of them has. */
    private static <T> int either(T[] a, T[] b, ToIntFunction<T> day) {
        if (Arrays.equals(a, b)) {
            return NEVER;
        }
        Set<T> inA = new HashSet<>(List.of(a));
        Set<T> inB = new HashSet<>(List.of(b));
        int first = NEVER;
        for (T one : a) {
            first = inB.contains(one) ? first : Math.min(first, day.applyAsInt(one));
        }
        for (T one : b) {
            first = inA.contains(one) ? first : Math.min(first, day.applyAsInt(one));
        }
        return first;
    }
}
