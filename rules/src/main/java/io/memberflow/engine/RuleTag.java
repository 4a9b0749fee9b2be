package io.memberflow.engine;

/**
 * A tag that a rule gave.
 *
 * @param key position in the catalogue
 * @param value the value
 * @param rule position of the rule
 */
public record RuleTag(int key, String value, int rule) {}
