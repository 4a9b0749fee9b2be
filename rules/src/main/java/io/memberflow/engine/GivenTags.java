package io.memberflow.engine;

import io.memberflow.member.GivenTag;
import io.memberflow.member.Profile;
import io.memberflow.member.Row;
import java.util.Arrays;
import java.util.Comparator;

/** The tags that staff, the buyer or a batch gave. */
final class GivenTags {
    /** Of one key, value and source the last stands. */
    private static final Comparator<GivenTag> BY_TIME =
            Comparator.comparingLong(GivenTag::at)
                    .thenComparing(GivenTag::withdrawn)
                    .thenComparingInt(GivenTag::until);

    private GivenTags() {}

    /** The last day on which a tag that is valid on {@code day} is so, null without an end. */
    static Integer until(Profile profile, Row tag, int day) {
        return Arrays.stream(profile.tags())
                .filter(
                        given ->
                                given.day() <= day
                                        && given.key().equals(tag.text(0))
                                        && given.value().equals(tag.text(1))
                                        && given.source().equals(tag.text(2)))
                .max(BY_TIME)
                .map(GivenTag::until)
                .filter(until -> until != Integer.MAX_VALUE)
                .orElse(null);
    }
}
