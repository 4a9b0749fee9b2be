package io.memberflow.job.shadow;

/**
 * One difference of one member between the active release and the candidate, that begins or ends.
 * Adding up all changes gives how many members differ now, in whatever order they come.
 *
 * @param version the candidate
 * @param over whether the candidate is no longer tried, so that what ends is no news of it
 * @param name the model or tag key
 * @param from what the active release gives, empty for nothing
 * @param to what the candidate would give, empty for nothing
 * @param members 1 when it begins, -1 when it ends
 * @param memberId whose it is
 */
public record ShadowChange(
        int version,
        boolean over,
        String name,
        String from,
        String to,
        int members,
        String memberId) {}
