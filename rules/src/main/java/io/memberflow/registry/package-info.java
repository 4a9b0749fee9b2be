/**
 * The registry of releases: publishing them, signing them, saying which one decides. Plain JDBC,
 * over the {@code rule_} tables.
 */
package io.memberflow.registry;
