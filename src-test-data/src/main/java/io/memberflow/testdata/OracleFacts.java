package io.memberflow.testdata;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A member's numbers as of D. Dates are epoch days, amounts fen. What needs a counting order is
 * null without one.
 *
 * @param windows by length in days: 30, 90, 180, 365 and the extra ones asked for
 * @param life over all counting orders dated no later than D
 * @param firstOrderOn date of the first counting order
 * @param lastOrderOn date of the last counting order
 * @param recencyDays D - lastOrderOn
 * @param tenureDays D - firstOrderOn
 * @param medianGapDays median of the days between consecutive distinct order dates, lower-rounded;
 *     null under two dates
 * @param peakAmount365 greatest d365 amount at the end of a day from the last 1 January or 1 July
 *     to D; 0 without a counting order
 * @param scores R, F and M
 * @param amountTopPercent share of the population with a greater d365 amount; null with fixed cut
 *     points
 */
public record OracleFacts(
        SortedMap<Integer, OracleWindow> windows,
        OracleWindow life,
        Integer firstOrderOn,
        Integer lastOrderOn,
        Integer recencyDays,
        Integer tenureDays,
        Integer medianGapDays,
        long peakAmount365,
        OracleScores scores,
        OracleShare amountTopPercent) {
    public OracleFacts {
        windows = Collections.unmodifiableSortedMap(new TreeMap<>(windows));
    }

    /** The window of that many days. */
    public OracleWindow window(int days) {
        OracleWindow window = windows.get(days);
        if (window == null) {
            throw new IllegalArgumentException(
                    "no window of " + days + " days; ask with withExtraWindows(" + days + ")");
        }
        return window;
    }
}
