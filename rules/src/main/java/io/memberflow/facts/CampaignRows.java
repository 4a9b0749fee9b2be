package io.memberflow.facts;

import io.memberflow.member.Row;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.rulebook.LookupTables;
import io.memberflow.rulebook.LookupTables.Campaign;
import java.util.List;
import java.util.Map;

/** The campaigns of the release's table, the same rows for every member. */
final class CampaignRows {
    private static final RowSchema SCHEMA = RowSchema.of(RowType.CAMPAIGN);
    private static final int FROM = SCHEMA.get("from").index();
    private static final int TO = SCHEMA.get("to").index();
    private static final int NAME = SCHEMA.get("name").index();
    private static final int KIND = SCHEMA.get("kind").index();

    private CampaignRows() {}

    static List<Row> of(LookupTables tables) {
        return tables.campaigns().stream().map(CampaignRows::row).toList();
    }

    private static Row row(Campaign campaign) {
        long[] numbers = new long[SCHEMA.numbers()];
        numbers[FROM] = campaign.from();
        numbers[TO] = campaign.to();
        String[] texts = new String[SCHEMA.texts()];
        texts[NAME] = campaign.name();
        texts[KIND] = campaign.kind();
        return new Row(RowType.CAMPAIGN, numbers, texts, Map.of(), null);
    }
}
