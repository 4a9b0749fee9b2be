/**
 * Proves what a rulebook's exclusive models mean: that nobody falls between two rules, that no two
 * contradict each other, that each can be reached, and that values run in the catalogue's order. A
 * question about rules becomes a formula over facts, which is searched for a member exactly, by
 * splitting the line of each fact at the constants that rules compare it with.
 */
package io.memberflow.analysis;
