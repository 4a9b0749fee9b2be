package io.memberflow.testdata;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the models read of a member at the end of one day d. Amounts are fen.
 *
 * @param lifeOrders counting orders dated no later than d
 * @param recencyDays d minus the date of the last of them; meaningless without one
 * @param orders365 F: counting orders with 0 <= d - date < 365
 * @param amount365 M: their amount minus refund
 * @param peakAmount365 greatest M at the end of a day from the last 1 January or 1 July to d
 * @param population the measured population of D, or null with fixed cut points
 */
record OracleDay(
        int lifeOrders,
        int recencyDays,
        int orders365,
        long amount365,
        long peakAmount365,
        OraclePopulation population) {

    /** AOV: M / F, HALF_UP to fen; not to be asked at F = 0. */
    long averageOrderValue() {
        return average(amount365, orders365);
    }

    OracleScores scores() {
        return population == null
                ? OracleScores.fixed(recencyDays, orders365, amount365)
                : population.scores(recencyDays, orders365, amount365);
    }

    static long average(long amount, int orders) {
        return BigDecimal.valueOf(amount)
                .divide(BigDecimal.valueOf(orders), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
