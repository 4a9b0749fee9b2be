package io.memberflow.registry;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A row of {@code rule_audit}: one change of a channel.
 *
 * @param channel the channel
 * @param seq the sequence number that the channel had from then on
 * @param action the name of an {@link Action}; rows that others wrote may say anything
 * @param fromVersion the release before: active, or the candidate that was withdrawn; null for none
 * @param toVersion the release after: active, or the candidate of SHADOW and CANARY; null if
 *     unknown
 * @param who who did it
 * @param why why, in their words
 * @param changePercent the share of members that was to change, in percent, or null
 * @param at when
 */
public record Change(
        String channel,
        long seq,
        String action,
        Integer fromVersion,
        Integer toVersion,
        String who,
        String why,
        BigDecimal changePercent,
        Instant at) {}
