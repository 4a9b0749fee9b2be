package io.memberflow.testdata;

/** Scores 1..5, 5 best, and whether each of the three is high (facts.md §5). */
public record OracleScores(int r, int f, int m, boolean rHigh, boolean fHigh, boolean mHigh) {

    /** Fixed cut points. Amounts are fen. */
    static OracleScores fixed(int recencyDays, int orders365, long amount365) {
        int r;
        if (recencyDays < 30) {
            r = 5;
        } else if (recencyDays < 90) {
            r = 4;
        } else if (recencyDays < 180) {
            r = 3;
        } else if (recencyDays < 365) {
            r = 2;
        } else {
            r = 1;
        }
        int f;
        if (orders365 <= 1) {
            f = 1;
        } else if (orders365 >= 5) {
            f = 5;
        } else {
            f = orders365;
        }
        int m;
        if (amount365 <= 100_00) {
            m = 1;
        } else if (amount365 <= 200_00) {
            m = 2;
        } else if (amount365 < 300_00) {
            m = 3;
        } else if (amount365 < 500_00) {
            m = 4;
        } else {
            m = 5;
        }
        return new OracleScores(r, f, m, recencyDays < 90, orders365 >= 2, amount365 >= 300_00);
    }
}
