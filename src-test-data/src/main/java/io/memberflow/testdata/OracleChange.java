package io.memberflow.testdata;

/**
 * One difference between v(d - 1) and v(d), as {@code --history} writes it (tables.md).
 *
 * @param on d as epoch day
 * @param enter whether the value came (ENTER) or went (LEAVE)
 */
public record OracleChange(int on, String model, boolean stage, String value, boolean enter) {}
