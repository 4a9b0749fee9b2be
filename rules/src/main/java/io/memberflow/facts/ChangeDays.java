package io.memberflow.facts;

import io.memberflow.member.Behaviour;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.FieldChange;
import io.memberflow.member.GivenTag;
import io.memberflow.member.Profile;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.OrderDates;
import io.memberflow.rfm.Scoring;
import java.time.LocalDate;
import java.time.Month;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The days on which what is read of a member can change, or what counts days can cross a constant,
 * as known from its history: on any other day all that is wanted is as on the day before, but for
 * what counts days, and no comparison turns out differently. Some of these days change nothing;
 * none is missing.
 */
public final class ChangeDays {
    private static final int PEAK_WINDOW = 365;

    /** A step beyond any calendar is never reached. */
    private static final long FARTHEST = 1_000_000;

    private final boolean readsProfile;
    private final boolean readsTags;
    private final boolean readsAge;
    private final boolean readsPeak;
    private final int[] fromDayTotals;
    private final int[] fromOrders;
    private final int[] fromBehaviours;
    private final int[] fromOrderDates;
    private final int[] fromFirstDate;
    private final int[] pastGap;

    /**
     * @param wanted what is read of a member
     * @param steps where comparisons of what counts days turn
     */
    public ChangeDays(FactSchema schema, Wanted wanted, DaySteps steps, Scoring scoring) {
        this.readsProfile = wanted.readsProfile();
        this.readsTags = wanted.type(RowType.TAG);
        this.readsAge = wanted.number("ageYears");
        this.readsPeak = wanted.number("peakAmount365");
        this.fromDayTotals = windows(wanted);
        this.fromOrders = orders(wanted, steps);
        this.fromBehaviours = behaviours(wanted, steps);
        this.fromOrderDates = orderDates(schema, wanted, steps, scoring);
        this.fromFirstDate = ints(steps(steps, schema.get("tenureDays")));
        this.pastGap = ints(steps(steps, schema.get("daysPastGap")));
    }

    private static int[] windows(Wanted wanted) {
        NavigableSet<Integer> windows = new TreeSet<>();
        wanted.numbers().forEach(fact -> windows.add(fact.window()));
        return ints(windows.subSet(1, Fact.LIFE));
    }

    private static int[] orders(Wanted wanted, DaySteps steps) {
        NavigableSet<Integer> distances = new TreeSet<>();
        if (wanted.type(RowType.ORDER)
                || wanted.type(RowType.PURCHASE)
                || wanted.type(RowType.PREFERENCE)
                || wanted.type(RowType.WORD)) {
            distances.add(0);
            distances.add(OrdersOn.YEAR);
        }
        distances.addAll(steps(steps, RowSchema.of(RowType.ORDER).get("age")));
        distances.addAll(steps(steps, RowSchema.of(RowType.PURCHASE).get("age")));
        return ints(distances);
    }

    private static int[] behaviours(Wanted wanted, DaySteps steps) {
        NavigableSet<Integer> distances = new TreeSet<>();
        if (wanted.readsBehaviours()) {
            distances.add(0);
            distances.add(BehavioursOn.YEAR);
        }
        if (wanted.type(RowType.BEHAVIOUR)) {
            Arrays.stream(BehaviourRows.WINDOWS).forEach(distances::add);
        }
        distances.addAll(steps(steps, RowSchema.of(RowType.BEHAVIOUR).get("daysSince")));
        return ints(distances);
    }

    private static int[] orderDates(
            FactSchema schema, Wanted wanted, DaySteps steps, Scoring scoring) {
        NavigableSet<Integer> distances = steps(steps, schema.get("recencyDays"));
        if (wanted.anyNumber("rScore", "rHigh")) {
            Arrays.stream(scoring.recencySteps()).forEach(distances::add);
        }
        // Any order may have been a return.
        distances.addAll(steps(steps, schema.get("returnedDays")));
        return ints(distances);
    }

    private static NavigableSet<Integer> steps(DaySteps steps, Fact fact) {
        return reachable(steps.numbers().getOrDefault(fact, Set.of()));
    }

    private static NavigableSet<Integer> steps(DaySteps steps, RowField field) {
        return reachable(steps.fields().getOrDefault(field, Set.of()));
    }

    private static NavigableSet<Integer> reachable(Set<Long> steps) {
        NavigableSet<Integer> reachable = new TreeSet<>();
        for (long step : steps) {
            if (-FARTHEST < step && step < FARTHEST) {
                reachable.add((int) step);
            }
        }
        return reachable;
    }

    private static int[] ints(Set<Integer> set) {
        return set.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Adds these days of a member to {@code days}, as far as they lie between its ends. */
    public void addTo(DaysBetween days, MemberHistory history) {
        days.add(history.firstSeenOn());
        for (int day : history.days()) {
            days.add(day);
            days.addAll(day, fromDayTotals);
        }
        orders(history, days);
        if (readsPeak) {
            halfYears(history.days(), days);
            halfYears(history.folded().days(), days);
        }
        if (fromBehaviours.length > 0) {
            for (Behaviour behaviour : history.behaviours()) {
                days.addAll(behaviour.day(), fromBehaviours);
            }
        }
        profile(history.profile(), days);
    }

    private void orders(MemberHistory history, DaysBetween days) {
        if (fromOrders.length > 0) {
            for (int day : history.orderRows().days()) {
                days.addAll(day, fromOrders);
            }
        }
        int[] dates = OrderDates.upTo(history, days.to());
        for (int date : dates) {
            days.addAll(date, fromOrderDates);
        }
        if (dates.length > 0) {
            days.addAll(dates[0], fromFirstDate);
        }
        if (pastGap.length > 0) {
            pastGap(dates, days);
        }
    }

    /** The usual gap after an order date holds until the next one. */
    private void pastGap(int[] dates, DaysBetween days) {
        for (int i = 1; i < dates.length; i++) {
            boolean last = i == dates.length - 1;
            if (last || dates[i + 1] > days.from()) {
                long usual = dates[i] + OrderDates.medianGap(dates, i + 1);
                for (int step : pastGap) {
                    if (last || usual + step < dates[i + 1]) {
                        days.add(usual + step);
                    }
                }
            }
        }
    }

    /** The peak forgets a date on the first 1 January or 1 July on which its year is over. */
    private static void halfYears(int[] orderDays, DaysBetween days) {
        for (int day : orderDays) {
            LocalDate left = LocalDate.ofEpochDay(day).plusDays(PEAK_WINDOW);
            LocalDate july = LocalDate.of(left.getYear(), Month.JULY, 1);
            LocalDate next =
                    left.getDayOfYear() == 1
                            ? left
                            : left.isAfter(july) ? july.plusMonths(6) : july;
            days.add(next.toEpochDay());
        }
    }

    private void profile(Profile profile, DaysBetween days) {
        if (readsProfile) {
            for (FieldChange change : profile.fields()) {
                days.add(change.day());
                if (readsAge && change.field().equals("birthday") && change.value() != null) {
                    birthdays(LocalDate.parse(change.value()), days);
                }
            }
        }
        if (readsTags) {
            for (GivenTag tag : profile.tags()) {
                days.add(tag.day());
                days.add(tag.until() + 1L);
            }
        }
    }

    /** Of 29 February, 1 March in years that have none. */
    private static void birthdays(LocalDate born, DaysBetween days) {
        int last = LocalDate.ofEpochDay(days.to()).getYear();
        for (int year = LocalDate.ofEpochDay(days.from()).getYear(); year <= last; year++) {
            LocalDate turned = born.withYear(year);
            boolean isMoved = turned.getDayOfMonth() != born.getDayOfMonth();
            days.add(isMoved ? turned.toEpochDay() + 1 : turned.toEpochDay());
        }
    }
}
