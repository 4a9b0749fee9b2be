/** What a job tells those who watch it, through Flink's own metrics. */
package io.memberflow.job.metrics;
