/**
 * The clock of a live job, as watermarks: of the machine, of the events, or of a stream of ticks.
 */
package io.memberflow.job.clock;
