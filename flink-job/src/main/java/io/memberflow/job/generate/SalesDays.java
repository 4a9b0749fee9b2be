package io.memberflow.job.generate;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;

/** How the orders of a plan fall on its days and hours. */
final class SalesDays {

    /** Orders by hour of the day: lunch and late evening are busy. */
    private static final int[] HOURS = {
        22, 12, 6, 4, 3, 5, 10, 20, 36, 52, 62, 58, 60, 58, 56, 54, 52, 50, 52, 62, 76, 86, 78, 46
    };

    private static final double[] UP_TO_HOUR = cumulated();

    private final double[] upToDay;
    private final ShopPlan plan;

    SalesDays(ShopPlan plan) {
        this.plan = plan;
        upToDay = new double[plan.days() + 1];
        for (int i = 0; i < plan.days(); i++) {
            upToDay[i + 1] = upToDay[i] + weight(plan.from().plusDays(i));
        }
    }

    /** The number of the first order of a day; that of day {@code days()} is the number of all. */
    long firstOrder(int day) {
        return Math.round(plan.orders() * (upToDay[day] / upToDay[plan.days()]));
    }

    /** The second of a day, as a share of it, by which a share of the day's orders is placed. */
    static double timeOfDay(double share) {
        int hour = 0;
        while (share >= UP_TO_HOUR[hour + 1] && hour < 23) {
            hour++;
        }
        double within = (share - UP_TO_HOUR[hour]) / (UP_TO_HOUR[hour + 1] - UP_TO_HOUR[hour]);
        return (hour + within) / 24;
    }

    private static double weight(LocalDate date) {
        MonthDay day = MonthDay.from(date);
        if (day.equals(MonthDay.of(11, 11))) {
            return 7;
        }
        if (day.equals(MonthDay.of(6, 18))) {
            return 4;
        }
        if (day.equals(MonthDay.of(12, 12))) {
            return 3;
        }
        if (isWithin(day, MonthDay.of(11, 1), MonthDay.of(11, 12))
                || isWithin(day, MonthDay.of(6, 1), MonthDay.of(6, 20))) {
            return 1.7;
        }
        if (isWithin(day, MonthDay.of(1, 20), MonthDay.of(2, 12))) {
            return 0.55;
        }
        boolean weekend =
                date.getDayOfWeek() == DayOfWeek.SATURDAY
                        || date.getDayOfWeek() == DayOfWeek.SUNDAY;
        return weekend ? 1.2 : 1;
    }

    private static boolean isWithin(MonthDay day, MonthDay first, MonthDay last) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    private static double[] cumulated() {
        double[] shares = new double[25];
        for (int i = 0; i < 24; i++) {
            shares[i + 1] = shares[i] + HOURS[i];
        }
        double all = shares[24];
        for (int i = 1; i <= 24; i++) {
            shares[i] /= all;
        }
        return shares;
    }
}
