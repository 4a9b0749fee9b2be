package io.memberflow.testdata;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A share of the population as an exact fraction.
 *
 * @param part how many members
 * @param whole of how many, at least 1
 */
public record OracleShare(long part, long whole) {

    /** Whether the share is below that many percent, exactly. */
    public boolean below(int percent) {
        return part * 100 < whole * percent;
    }

    /** The share in percent, rounded HALF_UP to that many decimals. */
    public BigDecimal percent(int decimals) {
        return BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), decimals, RoundingMode.HALF_UP);
    }
}
