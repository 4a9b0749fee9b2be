/**
 * Whole jobs, measured: the real graph in a cluster within this process, whose sources, clock and
 * sinks are steered through objects of this process.
 */
package io.memberflow.benchmarks.job;
