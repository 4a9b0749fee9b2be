package io.memberflow.registry;

import java.time.LocalDate;

/**
 * A row of {@code rule_shadow}: how many members a candidate would give another value.
 *
 * @param jobId the job that counted
 * @param asOf the day it counted on
 * @param modelOrKey the model or the tag key
 * @param from the value of the active release, empty for none
 * @param to the candidate's, empty for none
 * @param members how many
 */
public record ShadowCount(
        String jobId, LocalDate asOf, String modelOrKey, String from, String to, long members) {}
