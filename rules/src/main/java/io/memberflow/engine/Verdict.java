package io.memberflow.engine;

import java.util.List;

/**
 * All that is decided of a member as of one day.
 *
 * @param asOf the epoch day
 * @param facts every fact, by index of the schema
 * @param standings the models that have a value, in the catalogue's order
 * @param nextCheckOn the next epoch day on which a rule could change its mind or a number of the
 *     tables its value if no order comes, null when none is in sight
 */
public record Verdict(int asOf, long[] facts, List<Standing> standings, Integer nextCheckOn) {}
