package io.memberflow.job.sink;

/**
 * Everything the tables say of one member, as of one day: the unit that is written in one
 * transaction. Amounts are fen, dates are epoch days, absent values are null.
 *
 * @param memberId the member
 * @param rowVersion greater than that of every earlier write of this member; see {@link
 *     RowVersions}
 * @param asOf the day the rows hold for
 * @param evaluatedAt when they were worked out, milliseconds since the epoch; journal only
 * @param rulesVersion the release that decided
 * @param cutPointsId the population's cut points used, or null with fixed ones
 * @param profile the member's numbers; null when the member is to have no rows, see {@link #forget}
 * @param segments segments and stages; a model without a row has no value
 * @param tags every tag that is to be there, of every source, winning or not; one that is not among
 *     them is no longer active
 * @param profileTags JSON of {@code member_profile.tags}, the winning tags that are not sensitive:
 *     an object of key to array of values, both in an order that depends on nothing else
 * @param facts JSON of all a rule could read
 * @param forgotten whether all rows of the member go first, from every table
 * @param history whether {@code changes} is the member's whole history and replaces earlier ones
 * @param lostAfter changes of the member with a greater row_version than this go: an attempt wrote
 *     them that failed before it could remember them; {@link #NOTHING_LOST} when there are none
 * @param changes what entered and left, oldest first
 */
public record MemberRows(
        String memberId,
        long rowVersion,
        int asOf,
        long evaluatedAt,
        int rulesVersion,
        Long cutPointsId,
        Profile profile,
        Segment[] segments,
        Tag[] tags,
        String profileTags,
        String facts,
        boolean forgotten,
        boolean history,
        long lostAfter,
        Change[] changes) {
    /** No attempt failed since the member's last rows were written. */
    public static final long NOTHING_LOST = Long.MAX_VALUE;

    private static final Segment[] NO_SEGMENTS = {};
    private static final Tag[] NO_TAGS = {};
    private static final Change[] NO_CHANGES = {};

    /** Rows with no lost changes before them. */
    public MemberRows(
            String memberId,
            long rowVersion,
            int asOf,
            long evaluatedAt,
            int rulesVersion,
            Long cutPointsId,
            Profile profile,
            Segment[] segments,
            Tag[] tags,
            String profileTags,
            String facts,
            boolean forgotten,
            boolean history,
            Change[] changes) {
        this(
                memberId,
                rowVersion,
                asOf,
                evaluatedAt,
                rulesVersion,
                cutPointsId,
                profile,
                segments,
                tags,
                profileTags,
                facts,
                forgotten,
                history,
                NOTHING_LOST,
                changes);
    }

    /** The rows of a member without tags. */
    public MemberRows(
            String memberId,
            long rowVersion,
            int asOf,
            long evaluatedAt,
            int rulesVersion,
            Long cutPointsId,
            Profile profile,
            Segment[] segments,
            String facts,
            boolean history,
            Change[] changes) {
        this(
                memberId,
                rowVersion,
                asOf,
                evaluatedAt,
                rulesVersion,
                cutPointsId,
                profile,
                segments,
                NO_TAGS,
                "{}",
                facts,
                false,
                history,
                changes);
    }

    /**
     * The write that leaves no row of a member in any table. One with a greater row_version may
     * bring the member back, as a new one.
     */
    public static MemberRows forget(
            String memberId, long rowVersion, int asOf, long evaluatedAt, int rulesVersion) {
        return new MemberRows(
                memberId,
                rowVersion,
                asOf,
                evaluatedAt,
                rulesVersion,
                null,
                null,
                NO_SEGMENTS,
                NO_TAGS,
                "{}",
                null,
                true,
                false,
                NO_CHANGES);
    }

    /** The same rows after what else is to be done to the member's earlier ones. */
    MemberRows after(boolean forgotten, boolean history, long lostAfter, Change[] changes) {
        return new MemberRows(
                memberId,
                rowVersion,
                asOf,
                evaluatedAt,
                rulesVersion,
                cutPointsId,
                profile,
                segments,
                tags,
                profileTags,
                facts,
                forgotten,
                history,
                lostAfter,
                changes);
    }

    /**
     * The numbers of {@code member_profile}. Arrays run over the windows 30, 90, 180 and 365 days.
     *
     * @param nextCheckOn the next day on which a loaded rule could change its mind, or null
     */
    public record Profile(
            int[] orders,
            long[] amount,
            int[] orderDays,
            int[] refunds,
            Long aov365,
            int ordersTotal,
            long amountTotal,
            int orderDaysTotal,
            long itemsTotal,
            int refundsTotal,
            long refundAmountTotal,
            Long aovTotal,
            Integer firstOrderOn,
            Integer lastOrderOn,
            Integer medianGapDays,
            Integer rScore,
            Integer fScore,
            Integer mScore,
            Integer nextCheckOn) {
        /** What stands in the columns of a member that is to have no row. */
        static final Profile NONE =
                new Profile(
                        new int[4],
                        new long[4],
                        new int[4],
                        new int[4],
                        null,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
    }

    /**
     * A row of {@code member_segment}.
     *
     * @param kind {@code SEGMENT} or {@code STAGE}
     * @param reason JSON
     */
    public record Segment(
            String model,
            String value,
            String kind,
            String previousValue,
            int since,
            String nextValue,
            Integer nextOn,
            String rule,
            String reason) {}

    /**
     * A row of {@code member_tag}; its key is the member, {@code key}, {@code value} and {@code
     * source}.
     *
     * @param source {@code MANUAL}, {@code SELF}, {@code RULE} or {@code BATCH}
     * @param active whether it is valid
     * @param since the first day of the unbroken run of days on which it is or was valid
     * @param until the last day it is valid, or null
     * @param rule the rule that gives it, or null
     * @param reason JSON, or null
     * @param rulesVersion the release whose rule gives it, or null
     */
    public record Tag(
            String key,
            String value,
            String source,
            boolean active,
            int since,
            Integer until,
            String rule,
            String reason,
            Integer rulesVersion) {}

    /**
     * A row of {@code member_change}.
     *
     * @param rowVersion distinct for each day of one member's changes, never above the rows' own
     * @param kind {@code SEGMENT}, {@code STAGE} or {@code TAG}
     * @param change {@code ENTER} or {@code LEAVE}
     * @param name the model, or the tag's key; nothing sensitive may come here
     * @param cause {@code ORDER}, {@code TIME}, {@code RULES}, {@code POPULATION}, {@code PROFILE}
     *     or {@code BEHAVIOUR}
     * @param rule the rule that gave the value, or null when no rule did
     * @param reason JSON, or null
     */
    public record Change(
            long rowVersion,
            String kind,
            String name,
            String value,
            String change,
            int onDate,
            String cause,
            String rule,
            String reason) {}
}
