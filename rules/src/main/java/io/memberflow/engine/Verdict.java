package io.memberflow.engine;

import io.memberflow.member.DayFacts;
import java.util.List;

/**
 * All that is decided of a member as of one day.
 *
 * @param asOf the epoch day
 * @param facts everything that was read
 * @param standings the models that have a value, in the catalogue's order
 * @param tags the tags of every source, by key, then value, then source
 * @param nextCheckOn the next epoch day on which a rule could change its mind or a number of the
 *     tables its value if no order comes, null when none is in sight
 */
public record Verdict(
        int asOf,
        DayFacts facts,
        List<Standing> standings,
        List<TagStanding> tags,
        Integer nextCheckOn) {}
