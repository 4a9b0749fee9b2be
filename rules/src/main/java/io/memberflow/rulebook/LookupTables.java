package io.memberflow.rulebook;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of a release that rules look things up in.
 *
 * @param campaigns in the order of the file
 * @param lists the values of each list, by the list's name
 * @param words what each word of a word table stands for, by the table's name; a word with the text
 *     {@code ""} is known and stands for nothing
 */
public record LookupTables(
        List<Campaign> campaigns,
        Map<String, Set<String>> lists,
        Map<String, Map<String, String>> words) {

    /** The list of the SKUs that are samples. */
    public static final String SAMPLES = "samples";

    /** Not one table. */
    public static final LookupTables NONE = new LookupTables(List.of(), Map.of(), Map.of());

    /**
     * A campaign.
     *
     * @param kind what kind of campaign it is, in the shop's words
     * @param from its first day, epoch day
     * @param to its last day, epoch day
     */
    public record Campaign(String name, String kind, int from, int to) {

        /** Whether it is on, on that epoch day. */
        public boolean isOn(int day) {
            return from <= day && day <= to;
        }
    }

    /** Whether any campaign is on, on that epoch day. */
    public boolean isCampaign(int day) {
        for (Campaign campaign : campaigns) {
            if (campaign.isOn(day)) {
                return true;
            }
        }
        return false;
    }

    /** The values of a list, none when there is no such list. */
    public Set<String> list(String name) {
        return lists.getOrDefault(name, Set.of());
    }
}
