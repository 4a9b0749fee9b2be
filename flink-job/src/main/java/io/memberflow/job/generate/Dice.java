package io.memberflow.job.generate;

import java.util.SplittableRandom;

/**
 * Random numbers that are the same on every machine: only integer and strict floating-point
 * operations.
 */
final class Dice {

    private final SplittableRandom random;

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Dice for one purpose of one thing, independent of how many other things were diced for. */
    static Dice of(long seed, long purpose, long thing) {
        return new Dice(new SplittableRandom(mix(mix(seed) + purpose) ^ mix(thing)));
    }

    /** At least 0 and below 1. */
    double unit() {
        return random.nextDouble();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** At least 0 and below {@code bound}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Nearly normal with mean 0 and deviation 1, within plus and minus 6: twelve uniforms. */
    double bell() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    /** The finalizer of SplitMix64: neighbours in, strangers out. */
    static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A share of 1 that belongs to one purpose of one thing. */
    static double share(long seed, long purpose, long thing) {
        return (mix(mix(mix(seed) + purpose) ^ thing) >>> 11) * 0x1.0p-53;
    }
}
