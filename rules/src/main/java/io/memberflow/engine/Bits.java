package io.memberflow.engine;

import java.util.Arrays;

/** Sets of small numbers as bits of words. */
final class Bits {
    private Bits() {}

    static long[] none(int bits) {
        return new long[(bits + Long.SIZE - 1) / Long.SIZE];
    }

    static long[] all(int bits) {
        long[] words = none(bits);
        Arrays.fill(words, -1);
        if (bits % Long.SIZE != 0) {
            words[words.length - 1] = -1L >>> -bits;
        }
        return words;
    }

    static boolean has(long[] words, int bit) {
        return (words[bit / Long.SIZE] & 1L << bit) != 0;
    }

    static void set(long[] words, int bit) {
        words[bit / Long.SIZE] |= 1L << bit;
    }

    static void clear(long[] words, int bit) {
        words[bit / Long.SIZE] &= ~(1L << bit);
    }

    static void and(long[] words, long[] other) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= other[i];
        }
    }

    static void or(long[] words, long[] other) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= other[i];
        }
    }

    static boolean isEmpty(long[] words) {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean meet(long[] words, long[] other) {
        for (int i = 0; i < words.length; i++) {
            if ((words[i] & other[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The first bit that is set from {@code from} on, -1 when there is none. */
    static int next(long[] words, int from) {
        int word = from / Long.SIZE;
        if (word >= words.length) {
            return -1;
        }
        long rest = words[word] & -1L << from;
        while (rest == 0) {
            if (++word == words.length) {
                return -1;
            }
            rest = words[word];
        }
        return word * Long.SIZE + Long.numberOfTrailingZeros(rest);
    }
}
