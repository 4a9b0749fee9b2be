package io.memberflow.sheet;

/**
 * Something wrong in a sheet, for the person who filled it.
 *
 * @param row 1-based
 * @param column 1-based, counted in cells
 * @param zh what is wrong and what to do, in Chinese
 * @param en the same in English
 */
public record SheetProblem(int row, int column, String zh, String en) {}
