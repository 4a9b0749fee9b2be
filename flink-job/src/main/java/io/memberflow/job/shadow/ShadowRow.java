package io.memberflow.job.shadow;

/**
 * How many members a candidate would give another value, as of a day.
 *
 * @param jobId the job that counted
 * @param version the candidate
 * @param asOf epoch day
 * @param name the model or tag key
 * @param from what the active release gives, empty for nothing
 * @param to what the candidate would give, empty for nothing
 * @param members how many; 0 when there are none any more
 * @param sample ids of some of them
 */
public record ShadowRow(
        String jobId,
        int version,
        int asOf,
        String name,
        String from,
        String to,
        long members,
        String[] sample) {}
