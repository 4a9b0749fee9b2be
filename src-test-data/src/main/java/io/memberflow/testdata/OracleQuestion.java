package io.memberflow.testdata;

import java.time.LocalDate;
import java.util.List;

/**
 * What to ask the oracle.
 *
 * @param asOf the as-of date D; orders dated later are ignored
 * @param population whether cut points are measured over the given members (facts.md §5
 *     "population") or are the fixed ones
 * @param extraWindows windows in days beyond 30, 90, 180 and 365
 * @param historyDays how many dates, the last of them D, the history covers; 0 for no history
 */
public record OracleQuestion(
        LocalDate asOf, boolean population, List<Integer> extraWindows, int historyDays) {

    public OracleQuestion {
        extraWindows = List.copyOf(extraWindows);
    }

    public static OracleQuestion fixed(LocalDate asOf) {
        return new OracleQuestion(asOf, false, List.of(), 0);
    }

    public static OracleQuestion population(LocalDate asOf) {
        return new OracleQuestion(asOf, true, List.of(), 0);
    }

    public OracleQuestion withExtraWindows(Integer... windows) {
        return new OracleQuestion(asOf, population, List.of(windows), historyDays);
    }

    public OracleQuestion withHistory(int days) {
        return new OracleQuestion(asOf, population, extraWindows, days);
    }
}
