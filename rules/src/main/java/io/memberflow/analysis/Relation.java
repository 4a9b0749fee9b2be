package io.memberflow.analysis;

import io.memberflow.rfm.Fen;

/**
 * Something that is true of every member. It takes away from a box what cannot be; of a box that is
 * one single assignment it leaves something exactly when it is true of it.
 */
sealed interface Relation {
    /** Takes away from the box what cannot be. Never takes away an assignment that can. */
    void narrow(Box box);

    /** Where the one holds, the other does. */
    record Implies(Range one, Range other) implements Relation {
        @Override
        public void narrow(Box box) {
            if (one.in(box) == Truth.TRUE) {
                other.require(box);
            } else if (other.in(box) == Truth.FALSE && one.in(box) == Truth.UNKNOWN) {
                one.forbid(box);
            }
        }
    }

    /** {@code less + gap <= greater}, where both are present. */
    record AtMost(int less, long gap, int greater) implements Relation {
        @Override
        public void narrow(Box box) {
            // What may be absent may also lie anywhere, since then nothing is said.
            if (box.isPresent(less) && box.mayBePresent(less)) {
                box.keepAtLeast(greater, Saturated.plus(box.low(less), gap));
            }
            if (box.isPresent(greater) && box.mayBePresent(greater)) {
                box.keepAtMost(less, Saturated.plus(box.high(greater), -gap));
            }
        }
    }

    /** {@code difference == a - b}, where all are present. */
    record Difference(int difference, int a, int b) implements Relation {
        @Override
        public void narrow(Box box) {
            boolean all = box.isPresent(difference) && box.isPresent(a) && box.isPresent(b);
            if (!all || box.isEmpty()) {
                return;
            }
            box.keepAtLeast(difference, Saturated.plus(box.low(a), -box.high(b)));
            box.keepAtMost(difference, Saturated.plus(box.high(a), -box.low(b)));
            box.keepAtLeast(a, Saturated.plus(box.low(difference), box.low(b)));
            box.keepAtMost(a, Saturated.plus(box.high(difference), box.high(b)));
            box.keepAtLeast(b, Saturated.plus(box.low(a), -box.high(difference)));
            box.keepAtMost(b, Saturated.plus(box.high(a), -box.low(difference)));
        }
    }

    /** {@code average} is {@code amount / orders} rounded half up, where it is present. */
    record Average(int orders, int amount, int average) implements Relation {
        @Override
        public void narrow(Box box) {
            if (!box.isPresent(average) || box.isEmpty()) {
                return;
            }
            box.keepAtLeast(orders, 1);
            if (box.isEmpty()) {
                return;
            }
            box.keepAtLeast(average, Fen.average(box.low(amount), box.high(orders)));
            box.keepAtMost(average, Fen.average(box.high(amount), box.low(orders)));
            if (box.isEmpty()) {
                return;
            }
            narrowAmount(box);
            if (!box.isEmpty()) {
                narrowOrders(box);
            }
        }

        /** {@code n * average - n/2 <= amount <= n * average + (n-1)/2}, halves cut off. */
        private void narrowAmount(Box box) {
            long least = box.low(orders);
            if (box.low(average) > 0) {
                box.keepAtLeast(amount, Saturated.times(least, box.low(average)) - least / 2);
            }
            long most = box.high(orders);
            box.keepAtMost(
                    amount,
                    Saturated.plus(Saturated.times(most, box.high(average)), (most - 1) / 2));
        }

        /** {@code n * (2 * average - 1) <= 2 * amount < n * (2 * average + 1)}. */
        private void narrowOrders(Box box) {
            box.keepAtLeast(orders, 2 * box.low(amount) / (2 * box.high(average) + 1) + 1);
            if (box.low(average) > 0) {
                box.keepAtMost(orders, 2 * box.high(amount) / (2 * box.low(average) - 1));
            }
        }
    }

    /** {@code amount <= orders * largest}, where all are present. */
    record NoMoreThan(int amount, int orders, int largest) implements Relation {
        @Override
        public void narrow(Box box) {
            if (!box.isPresent(largest) || box.isEmpty()) {
                return;
            }
            box.keepAtMost(amount, Saturated.times(box.high(orders), box.high(largest)));
            if (!box.isEmpty() && box.high(orders) > 0) {
                long orderCount = box.high(orders);
                box.keepAtLeast(largest, -Math.floorDiv(-box.low(amount), orderCount));
                if (!box.isEmpty() && box.high(largest) > 0) {
                    long most = box.high(largest);
                    box.keepAtLeast(orders, -Math.floorDiv(-box.low(amount), most));
                }
            }
        }
    }

    /** Where {@code orders} equals {@code moreOrders}, the two are the same orders. */
    record SameOrders(int orders, int moreOrders, int one, int other) implements Relation {
        @Override
        public void narrow(Box box) {
            boolean same =
                    box.isFixed(orders)
                            && box.isFixed(moreOrders)
                            && box.low(orders) == box.low(moreOrders);
            if (!same || box.isEmpty()) {
                return;
            }
            if (!box.mayBePresent(one) || !box.mayBePresent(other)) {
                box.makeAbsent(one);
                box.makeAbsent(other);
                return;
            }
            if (box.isPresent(one)) {
                box.makePresent(other);
            } else if (box.isPresent(other)) {
                box.makePresent(one);
            }
            box.keepAtLeast(one, box.low(other));
            box.keepAtMost(one, box.high(other));
            if (box.mayBePresent(one)) {
                box.keepAtLeast(other, box.low(one));
                box.keepAtMost(other, box.high(one));
            }
        }
    }
}
