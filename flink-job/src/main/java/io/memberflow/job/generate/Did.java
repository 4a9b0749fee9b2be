package io.memberflow.job.generate;

import io.memberflow.member.BehaviourType;
import java.util.Map;

/**
 * What a member did.
 *
 * @param at seconds since the epoch
 * @param details further fields by their names in facts.md §1
 */
record Did(String id, String memberId, long at, BehaviourType type, Map<String, String> details) {}
