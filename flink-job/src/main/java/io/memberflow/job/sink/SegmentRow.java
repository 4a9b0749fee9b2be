package io.memberflow.job.sink;

import java.math.BigDecimal;

/**
 * A row of the view {@code segment_summary}.
 *
 * @param position its place in the catalogue, or null when that does not list it
 * @param members members that have the value
 * @param share these in percent of the members that have a value of the model
 * @param targetShare the share aimed at, in percent, or null
 * @param orders365 their orders of 365 days
 * @param amount365 their amount of 365 days, in yuan
 * @param amountShare this in percent of the model's, or null when that is 0
 */
public record SegmentRow(
        String model,
        String value,
        Integer position,
        long members,
        BigDecimal share,
        BigDecimal targetShare,
        long orders365,
        BigDecimal amount365,
        BigDecimal amountShare) {}
