package io.memberflow.rulebook;

/**
 * Something wrong in a table of a rulebook, for the person who wrote it.
 *
 * @param file path within the rulebook, with forward slashes
 * @param line 1-based
 * @param column 1-based, in characters
 * @param zh what is wrong and what to do, in Chinese
 * @param en the same in English
 */
public record TableProblem(String file, int line, int column, String zh, String en) {}
