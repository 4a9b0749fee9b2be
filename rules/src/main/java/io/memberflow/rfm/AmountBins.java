package io.memberflow.rfm;

/**
 * Amounts in bins that are at most 1 % wide, so that a population of any size is counted in a few
 * thousand of them. Equal amounts are in one bin.
 */
final class AmountBins {
    /** Significant bits of a bin's ends: bins are at most one part in 128 wide. */
    private static final int BITS = 8;

    private AmountBins() {}

    /**
     * The least amount of the bin.
     *
     * @param amount not negative
     */
    static long least(long amount) {
        return amount & ~within(amount);
    }

    /** The greatest amount of the bin. */
    static long greatest(long amount) {
        return amount | within(amount);
    }

    private static long within(long amount) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(amount);
        return bits <= BITS ? 0 : (1L << (bits - BITS)) - 1;
    }
}
