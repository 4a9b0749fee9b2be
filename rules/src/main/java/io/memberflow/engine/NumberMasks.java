package io.memberflow.engine;

import io.memberflow.member.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Which of many tests of one number hold, all at once: between two neighbouring constants the
 * answers are the same, so they are worked out once for each such range. A bit without a test is
 * set.
 */
final class NumberMasks {
    private final long[] steps;
    private final long[][] masks;
    private final long[] absent;

    private NumberMasks(long[] steps, long[][] masks, long[] absent) {
        this.steps = steps;
        this.masks = masks;
        this.absent = absent;
    }

    /** Takes tests of a number, each for a bit; several for one bit must all hold. */
    static final class Builder {
        private record Test(int bit, LongPredicate holds) {}

        private final List<Test> tests = new ArrayList<>();
        private final TreeSet<Long> steps = new TreeSet<>();

        /**
         * @param holds asked of numbers and of {@link Fact#ABSENT}
         * @param turns the numbers at which its answer may differ from that for the number before
         */
        void add(int bit, LongPredicate holds, Iterable<Long> turns) {
            tests.add(new Test(bit, holds));
            for (long turn : turns) {
                if (turn != Fact.ABSENT) {
                    steps.add(turn);
                }
            }
        }

        NumberMasks build(int bits) {
            long[] ascending = steps.stream().mapToLong(Long::longValue).toArray();
            long[][] masks = new long[ascending.length + 1][];
            masks[0] = mask(Fact.ABSENT + 1, bits);
            for (int i = 0; i < ascending.length; i++) {
                masks[i + 1] = mask(ascending[i], bits);
            }
            return new NumberMasks(ascending, masks, mask(Fact.ABSENT, bits));
        }

        private long[] mask(long value, int bits) {
            long[] mask = Bits.all(bits);
            for (Test test : tests) {
                if (!test.holds().test(value)) {
                    Bits.clear(mask, test.bit());
                }
            }
            return mask;
        }
    }

    /** The mask for a number, not to be changed. */
    long[] of(long value) {
        if (value == Fact.ABSENT) {
            return absent;
        }
        int found = Arrays.binarySearch(steps, value);
        return masks[found >= 0 ? found + 1 : -found - 1];
    }
}
