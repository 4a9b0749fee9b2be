package io.memberflow.job.decide;

import io.memberflow.job.release.ReleaseCommand;
import io.memberflow.registry.Mode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which releases decide.
 *
 * @param seq number of the channel's state
 * @param active the version that decides
 * @param candidate the version tried beside it, {@link #NONE} without one
 * @param percent share of the members that a canary decides
 */
public record InForce(long seq, int active, int candidate, Mode mode, int percent) {
    /** No candidate. */
    static final int NONE = -1;

    private static final int SHARES = 10_000;
    private static final int SHARES_A_PERCENT = SHARES / 100;

    /** What a command with its releases is about. */
    static InForce of(ReleaseCommand command) {
        return new InForce(
                command.seq(),
                command.active().version(),
                command.candidate() == null ? NONE : command.candidate().version(),
                command.mode(),
                command.percent());
    }

    /** The version that decides a member. */
    int versionFor(String memberId) {
        boolean tried =
                mode == Mode.CANARY
                        && candidate != NONE
                        && share(memberId) < percent * SHARES_A_PERCENT;
        return tried ? candidate : active;
    }

    /** The first 8 bytes of the id's SHA-256, as an unsigned number, modulo 10,000. */
    private static int share(String memberId) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(memberId.getBytes(StandardCharsets.UTF_8));
            long first = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                first = first << Byte.SIZE | (hash[i] & 0xFF);
            }
            return (int) Long.remainderUnsigned(first, SHARES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
