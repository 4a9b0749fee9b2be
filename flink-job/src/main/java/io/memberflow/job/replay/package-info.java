/** Rejected events on their way through again. */
package io.memberflow.job.replay;
