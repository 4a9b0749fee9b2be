package io.memberflow.job.decide;

import io.memberflow.engine.Decider;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A digest of a member's facts and of what stands and comes next, without what only says when it
 * was worked out, and without {@code since}, which {@link Written} compares. Days that merely
 * passed are not in it.
 */
final class Digests {
    private Digests() {}

    /** 64 bits of a SHA-256; 0 with a chance that does not matter. */
    static long of(Decider decider, Verdict verdict, String facts) {
        StringBuilder text = new StringBuilder();
        text.append(decider.rules().version()).append(decider.rules().sha256());
        text.append(facts);
        for (Standing standing : verdict.standings()) {
            text.append('\n')
                    .append(standing.model().id())
                    .append('\t')
                    .append(standing.value())
                    .append('\t')
                    .append(standing.rule().name())
                    .append('\t')
                    .append(standing.nextOn())
                    .append('\t')
                    .append(standing.nextValue());
        }
        for (TagStanding tag : verdict.tags()) {
            text.append('\n')
                    .append(tag.name())
                    .append('\t')
                    .append(tag.value())
                    .append('\t')
                    .append(tag.source())
                    .append('\t')
                    .append(tag.stands())
                    .append('\t')
                    .append(tag.until())
                    .append('\t')
                    .append(tag.rule() == null ? null : tag.rule().name());
        }
        try {
            return ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.toString().getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
