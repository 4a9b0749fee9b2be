package io.memberflow.job.generate;

/** Writes fen as yuan with two decimals. */
final class Yuan {

    private Yuan() {}

    static String write(long fen) {
        long cents = fen % 100;
        return fen / 100 + (cents < 10 ? ".0" : ".") + cents;
    }
}
