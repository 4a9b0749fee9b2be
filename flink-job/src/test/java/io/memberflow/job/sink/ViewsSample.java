package io.memberflow.job.sink;

import io.memberflow.registry.CatalogueRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A handful of members, and what every view has to say of them, worked out by hand. */
final class ViewsSample {
    static final Map<String, String[]> EXPECTED = new LinkedHashMap<>();

    static {
        EXPECTED.put(
                // a, b, c, d have 4, 2, 1 and 0 orders of 400, 300, 100 and 0 yuan in 365 days.
                "select model, value, position, members, share, target_share, orders_365d,"
                        + " amount_365d, amount_share from segment_summary order by model,"
                        + " case when position is null then 1 else 0 end, position",
                new String[] {
                    "everyone|常客|null|4|100.00|null|7|800.00|100.00",
                    "pyramid|塔尖|1|1|25.00|10.00|4|400.00|50.00",
                    "pyramid|塔身|2|2|50.00|20.00|3|400.00|50.00",
                    "pyramid|塔基|3|0|0.00|30.00|0|0.00|0.00",
                    "pyramid|塔底|null|1|25.00|null|0|0.00|0.00"
                });
        EXPECTED.put(
                "select member_id, tag_key, tag_value, source from member_tag_current"
                        + " order by member_id, tag_key, tag_value",
                new String[] {
                    "a|地区|上海|MANUAL",
                    "a|渠道偏好|MOBILE|RULE",
                    "b|地区|上海|RULE",
                    "b|渠道偏好|MOBILE|SELF",
                    "b|渠道偏好|PC|SELF",
                    "c|地区|浙江|BATCH"
                });
        EXPECTED.put(
                "select key, value, source, members, share from tag_summary"
                        + " where key = '地区' order by value desc, source",
                new String[] {"地区|浙江|BATCH|1|25.00", "地区|上海|MANUAL|1|25.00", "地区|上海|RULE|1|25.00"});
        EXPECTED.put(
                "select model, from_value, to_value, on_date, members from stage_flow"
                        + " order by on_date, to_value",
                new String[] {
                    "lifecycle|null|新手期|2025-01-05|2",
                    "lifecycle|新手期|成长期|2025-03-05|2",
                    "lifecycle|成长期|null|2025-03-08|1"
                });
        EXPECTED.put(
                "select model, value, month, gained, lost, held from segment_trend"
                        + " order by value desc, month",
                new String[] {
                    "lifecycle|新手期|2025-01-01|2|0|2",
                    "lifecycle|新手期|2025-03-01|0|2|0",
                    "lifecycle|成长期|2025-03-01|2|1|1"
                });
        EXPECTED.put(
                // On 10 March the last orders were 10 and 20 days ago; c's never was.
                "select region, members, mean_recency_days, orders_365d, amount_365d"
                        + " from region_summary order by region",
                new String[] {"上海|2|15.0|6|700.00", "浙江|1|null|1|100.00"});
        EXPECTED.put(
                "select channel, members, orders_365d, amount_365d, gained, lost"
                        + " from channel_summary order by channel",
                new String[] {"MOBILE|2|6|700.00|1|0", "PC|1|2|300.00|0|0", "TABLET|0|0|0.00|0|1"});
        EXPECTED.put(
                "select period, buyers, repeat_buyers, rate from repurchase_rate"
                        + " order by case period when 'd30' then 1 when 'd90' then 2"
                        + " when 'd180' then 3 when 'd365' then 4 else 5 end",
                new String[] {
                    "d30|0|0|null",
                    "d90|3|2|66.67",
                    "d180|3|2|66.67",
                    "d365|3|2|66.67",
                    "life|3|2|66.67"
                });
    }

    private ViewsSample() {}

    static void fill(TestDatabase db, Tables tables) {
        tables.writeCatalogue(
                7,
                List.of(
                        catalogue("pyramid", "塔尖", 1, "10", false),
                        catalogue("pyramid", "塔身", 2, "20", false),
                        catalogue("pyramid", "塔基", 3, "30", false),
                        catalogue("过敏史", "有", 1, null, true),
                        catalogue("nobody", "x", 1, null, false)));
        // An older and an unused newer release must not show.
        tables.writeCatalogue(6, List.of(catalogue("pyramid", "塔尖", 9, "99", false)));
        tables.writeCatalogue(8, List.of(catalogue("pyramid", "塔尖", 9, "99", false)));
        Writers.write(
                db.config,
                member("a", 4, 40_000, "塔尖"),
                member("b", 2, 30_000, "塔身"),
                member("c", 1, 10_000, "塔身"),
                member("d", 0, 0, "塔底"));
        db.execute(
                "update member_profile set last_order_on = date '2025-02-28' where member_id = 'a'",
                "update member_profile set last_order_on = date '2025-02-18' where member_id = 'b'",
                "update member_profile set last_order_on = null where member_id = 'c'");
        tag(db, "a", "地区", "上海", "MANUAL", true);
        tag(db, "a", "地区", "北京", "RULE", true);
        tag(db, "a", "渠道偏好", "PC", "MANUAL", false);
        tag(db, "a", "渠道偏好", "MOBILE", "RULE", true);
        tag(db, "a", "过敏史", "有", "SELF", true);
        tag(db, "b", "地区", "上海", "RULE", true);
        tag(db, "b", "渠道偏好", "PC", "SELF", true);
        tag(db, "b", "渠道偏好", "MOBILE", "SELF", true);
        tag(db, "b", "渠道偏好", "TABLET", "RULE", true);
        tag(db, "c", "地区", "浙江", "BATCH", true);
        change(db, "a", 1, "STAGE", "lifecycle", "新手期", "ENTER", "2025-01-05");
        change(db, "b", 1, "STAGE", "lifecycle", "新手期", "ENTER", "2025-01-05");
        change(db, "a", 2, "STAGE", "lifecycle", "新手期", "LEAVE", "2025-03-05");
        change(db, "a", 2, "STAGE", "lifecycle", "成长期", "ENTER", "2025-03-05");
        change(db, "b", 2, "STAGE", "lifecycle", "新手期", "LEAVE", "2025-03-05");
        change(db, "b", 2, "STAGE", "lifecycle", "成长期", "ENTER", "2025-03-05");
        change(db, "b", 3, "STAGE", "lifecycle", "成长期", "LEAVE", "2025-03-08");
        change(db, "a", 4, "TAG", "渠道偏好", "MOBILE", "ENTER", "2025-02-09");
        change(db, "b", 4, "TAG", "渠道偏好", "PC", "ENTER", "2025-02-08");
        change(db, "c", 4, "TAG", "渠道偏好", "TABLET", "LEAVE", "2025-03-10");
        db.execute(
                "insert into job_progress values ('early', 'orders', 1, 1, 0, 0, null,"
                        + " date '2026-01-01', timestamp with time zone '2025-03-01 00:00:00+00'),"
                        + " ('late', 'orders', 1, 1, 0, 0, null, date '2025-03-10',"
                        + " timestamp with time zone '2025-03-11 00:00:00+00')");
    }

    private static MemberRows member(String id, int orders, long amount, String pyramid) {
        return Samples.rows(
                id,
                1,
                Samples.profile(orders, amount),
                new MemberRows.Segment[] {
                    Samples.segment("pyramid", pyramid), Samples.segment("everyone", "常客")
                },
                "{}");
    }

    private static CatalogueRow catalogue(
            String model, String value, int position, String share, boolean sensitive) {
        return new CatalogueRow(
                model,
                value,
                position,
                value,
                value,
                "advice",
                share == null ? null : new BigDecimal(share),
                sensitive);
    }

    private static void tag(
            TestDatabase db, String id, String key, String value, String source, boolean active) {
        db.execute(
                "insert into member_tag (member_id, tag_key, tag_value, source, active, since,"
                        + " as_of, row_version) values ('%s', '%s', '%s', '%s', %s, date '%s',"
                                .formatted(id, key, value, source, active, LocalDate.EPOCH)
                        + " date '2025-03-10', 1)");
    }

    private static void change(
            TestDatabase db,
            String id,
            long version,
            String kind,
            String name,
            String value,
            String change,
            String on) {
        db.execute(
                "insert into member_change values ('%s', %d, '%s', '%s', '%s', '%s', date '%s',"
                                .formatted(id, version, kind, name, value, change, on)
                        + " 'ORDER', 'r', 7, null, current_timestamp)");
    }
}
