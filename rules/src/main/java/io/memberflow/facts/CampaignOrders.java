package io.memberflow.facts;

import io.memberflow.rulebook.LookupTables;

/** Which orders a campaign brought: those of a campaign's source, or of a campaign's days. */
final class CampaignOrders {
    private static final String CAMPAIGN_SOURCE = "JUHUASUAN";

    private final LookupTables tables;

    CampaignOrders(LookupTables tables) {
        this.tables = tables;
    }

    /**
     * @param source where the order came from, or null
     * @param day the order's epoch day
     */
    boolean contain(String source, int day) {
        return CAMPAIGN_SOURCE.equals(source) || tables.isCampaign(day);
    }
}
