package io.memberflow.testdata;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The models of rulebook.md §1 as plain ifs. Amounts are fen, so 300 yuan reads 300_00. */
final class OracleModels {
    private OracleModels() {}

    /** Models of kind STAGE; all others are segments. */
    static final Set<String> STAGES = Set.of("lifecycle", "activity");

    /** Days without an order after which a member is 死亡; the parameter {@code deathDays}. */
    private static final int DEATH_DAYS = 365;

    /** Every model that has a value for a member that exists on that day. */
    static SortedMap<String, String> valuesOn(OracleDay day) {
        SortedMap<String, String> values = new TreeMap<>();
        put(values, "rfm_class", rfmClass(day));
        put(values, "pyramid", pyramid(day));
        put(values, "pyramid_rank", pyramidRank(day));
        put(values, "recency_band", recencyBand(day));
        put(values, "frequency_band", frequencyBand(day));
        put(values, "amount_band", amountBand(day));
        put(values, "aov_band", aovBand(day));
        put(values, "purchase_group", purchaseGroup(day));
        put(values, "lifecycle", lifecycle(day));
        put(values, "activity", activity(day));
        put(values, "customer_age", customerAge(day));
        put(values, "contact_grade", contactGrade(day));
        put(values, "card_level", cardLevel(day));
        return values;
    }

    /** A stage's value alone: what looking ahead asks for. */
    static String stageOn(String stage, OracleDay day) {
        return switch (stage) {
            case "lifecycle" -> lifecycle(day);
            case "activity" -> activity(day);
            default -> throw new IllegalArgumentException("no such stage: " + stage);
        };
    }

    private static void put(SortedMap<String, String> values, String model, String value) {
        if (value != null) {
            values.put(model, value);
        }
    }

    private static String rfmClass(OracleDay day) {
        if (day.lifeOrders() == 0) {
            return null;
        }
        OracleScores scores = day.scores();
        String worth = scores.mHigh() ? "重要" : "一般";
        if (scores.fHigh()) {
            return worth + (scores.rHigh() ? "价值" : "保持");
        }
        return worth + (scores.rHigh() ? "发展" : "挽留");
    }

    private static String pyramid(OracleDay day) {
        if (day.orders365() == 0) {
            return null;
        }
        long aov = day.averageOrderValue();
        if (day.orders365() >= 3 && aov >= 300_00) {
            return "塔尖";
        }
        if (day.orders365() >= 2 && aov > 200_00) {
            return "塔身";
        }
        if (aov > 100_00) {
            return "塔基";
        }
        return "塔底";
    }

    private static String pyramidRank(OracleDay day) {
        if (day.population() == null || day.orders365() == 0) {
            return null;
        }
        OracleShare top = day.population().amountTop(day.amount365());
        if (top.below(10)) {
            return "塔尖";
        }
        if (top.below(30)) {
            return "塔身";
        }
        if (top.below(60)) {
            return "塔基";
        }
        return "塔底";
    }

    private static String recencyBand(OracleDay day) {
        if (day.lifeOrders() == 0) {
            return null;
        }
        if (day.recencyDays() < 30) {
            return "近1月";
        }
        if (day.recencyDays() < 90) {
            return "近3月";
        }
        if (day.recencyDays() < 180) {
            return "近半年";
        }
        if (day.recencyDays() < 365) {
            return "近1年";
        }
        return "1年前";
    }

    private static String frequencyBand(OracleDay day) {
        if (day.orders365() == 0) {
            return null;
        }
        if (day.orders365() == 1) {
            return "1次";
        }
        if (day.orders365() == 2) {
            return "2次";
        }
        return "3次以上";
    }

    private static String amountBand(OracleDay day) {
        if (day.orders365() == 0) {
            return null;
        }
        if (day.amount365() <= 100_00) {
            return "100及以下";
        }
        if (day.amount365() <= 200_00) {
            return "100-200";
        }
        if (day.amount365() < 300_00) {
            return "200-300";
        }
        return "300及以上";
    }

    private static String aovBand(OracleDay day) {
        if (day.orders365() == 0) {
            return null;
        }
        long aov = day.averageOrderValue();
        if (aov >= 300_00) {
            return "超高客单价";
        }
        if (aov > 200_00) {
            return "高客单价";
        }
        if (aov > 100_00) {
            return "中客单价";
        }
        return "低客单价";
    }

    private static String purchaseGroup(OracleDay day) {
        if (day.lifeOrders() == 0) {
            return null;
        }
        if (day.orders365() >= 3) {
            return "近1年3次及以上";
        }
        if (day.orders365() == 2) {
            return "近1年2次";
        }
        if (day.orders365() == 1) {
            return "近1年1次";
        }
        return day.lifeOrders() >= 2 ? "总2次以上近1年未购" : "总1次近1年未购";
    }

    private static String lifecycle(OracleDay day) {
        if (day.lifeOrders() == 0) {
            return null;
        }
        if (day.recencyDays() >= 180) {
            return "流失期";
        }
        if (day.recencyDays() >= 90) {
            return "衰退期";
        }
        if (day.orders365() >= 3) {
            return "成熟期";
        }
        if (day.orders365() == 2) {
            return "成长期";
        }
        return "新手期";
    }

    private static String activity(OracleDay day) {
        if (day.lifeOrders() == 0) {
            return null;
        }
        if (day.recencyDays() < 30) {
            return "蜜月期";
        }
        if (day.recencyDays() < 90) {
            return "活跃期";
        }
        if (day.recencyDays() < 180) {
            return "流失期";
        }
        if (day.recencyDays() < DEATH_DAYS) {
            return "休眠期";
        }
        return "死亡";
    }

    private static String customerAge(OracleDay day) {
        if (day.lifeOrders() == 0) {
            return null;
        }
        return day.lifeOrders() == 1 ? "新客户" : "老客户";
    }

    /** Everyone has one. */
    private static String contactGrade(OracleDay day) {
        String pyramid = pyramid(day);
        if ("塔尖".equals(pyramid)) {
            return "优良客户";
        }
        if ("塔身".equals(pyramid)) {
            return "准优良客户";
        }
        return "其他客户";
    }

    private static String cardLevel(OracleDay day) {
        if (day.peakAmount365() >= 10_000_00) {
            return "钻石卡";
        }
        if (day.peakAmount365() >= 3_000_00) {
            return "金卡";
        }
        if (day.peakAmount365() >= 500_00) {
            return "银卡";
        }
        return null;
    }
}
