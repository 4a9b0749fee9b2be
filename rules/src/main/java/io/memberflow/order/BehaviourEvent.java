package io.memberflow.order;

import io.memberflow.member.Behaviour;

/**
 * One event of the behaviours stream, cleaned.
 *
 * @param memberId the member, trimmed and NFKC-normalised, never blank
 * @param behaviour what it did
 */
public record BehaviourEvent(String memberId, Behaviour behaviour) implements Parsed {}
