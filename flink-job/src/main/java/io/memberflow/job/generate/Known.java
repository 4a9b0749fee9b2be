package io.memberflow.job.generate;

import java.util.List;
import java.util.Map;

/**
 * What becomes known of a member at one time.
 *
 * @param at seconds since the epoch
 * @param fields of the profile, by their names in facts.md §1
 * @param tags given by staff and the buyer
 */
record Known(
        String memberId,
        long at,
        Map<String, String> fields,
        Map<String, String> attributes,
        List<Tag> tags) {

    /** A tag and who gave it: MANUAL or SELF. */
    record Tag(String key, String value, String source) {}
}
