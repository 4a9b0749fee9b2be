package io.memberflow.order;

import io.memberflow.member.FieldChange;
import io.memberflow.member.GivenTag;

/**
 * One event of the members stream, cleaned.
 *
 * @param memberId the member, trimmed and NFKC-normalised, never blank
 * @param at when it was made, microseconds since the epoch
 * @param day the local date of {@code at}, epoch day
 * @param changes what it says of fields and attributes, all of them at {@code at}
 * @param tags what it says of tags
 * @param forget whether every event of the member made at or before {@code at} is void, this one
 *     among them; it then says nothing else
 */
public record MemberEvent(
        String memberId, long at, int day, FieldChange[] changes, GivenTag[] tags, boolean forget)
        implements Parsed {}
