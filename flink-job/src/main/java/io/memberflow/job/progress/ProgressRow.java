package io.memberflow.job.progress;

/**
 * How far a job is with one stream: a row of {@code job_progress}.
 *
 * @param jobId the job
 * @param tally all events of the stream so far
 * @param asOf the epoch day on which the job decides
 */
public record ProgressRow(String jobId, Tally tally, int asOf) {}
