/**
 * Benchmarks with JMH, each with what it is to be held against in the same run. {@code
 * benchmarks/run.sh} runs them.
 */
package io.memberflow.benchmarks;
