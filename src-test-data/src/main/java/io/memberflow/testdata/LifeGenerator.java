package io.memberflow.testdata;

import io.memberflow.order.OrderStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes up the lives of orders, in the order in which a well-behaved shop would send them. */
final class LifeGenerator {

    /** A state and what it is there to try. */
    record Draft(OrderState state, EnumSet<HostileKind> kinds) {}

    private enum Habit {
        ORDINARY,
        CREATED_ONLY,
        REFUNDED_ONLY,
        SUM_AT_THRESHOLD,
        COMPOSED_ID,
        CAPITAL_ID,
        SMALL_ID,
        SHARING_ORDER_IDS,
        ALSO_SHARING_ORDER_IDS,
        HUGE_AMOUNTS
    }

    private record Person(String id, Habit habit, boolean hot) {}

    private enum Refund {
        NONE,
        ZERO,
        PART,
        ALL,
        UNNAMED
    }

    private record Step(OrderStatus status, Refund refund) {}

    private static final List<List<Step>> SCRIPTS =
            List.of(
                    steps("CREATED"),
                    steps("PAID"),
                    steps("COMPLETED"),
                    steps("CREATED PAID SHIPPED COMPLETED"),
                    steps("CREATED PAID SHIPPED COMPLETED"),
                    steps("CREATED CANCELLED"),
                    steps("CREATED EXPIRED"),
                    steps("CREATED PAID CANCELLED"),
                    steps("CREATED PAID SHIPPED COMPLETED REFUNDED/UNNAMED"),
                    steps("PAID COMPLETED REFUNDED/ALL"),
                    steps("PAID COMPLETED REFUNDED/PART"),
                    steps("CREATED PAID COMPLETED/PART"),
                    steps("PAID/PART SHIPPED/PART COMPLETED/ALL"),
                    steps("PAID REFUNDED/ZERO"),
                    steps("PAID CANCELLED PAID"),
                    steps("COMPLETED REFUNDED/ALL COMPLETED"),
                    steps("CREATED EXPIRED PAID COMPLETED"),
                    steps("COMPLETED SHIPPED PAID CREATED"),
                    steps("COMPLETED/PART COMPLETED/ZERO"),
                    steps("CREATED/PART CANCELLED/PART"));

    private static final int[] EDGE_AGES = {
        0, 1, 28, 29, 30, 31, 59, 60, 61, 88, 89, 90, 91, 178, 179, 180, 181, 363, 364, 365, 366,
        394, 395, 454, 455, 544, 545, 729, 730, 731, 749, 750
    };

    /** The bounds of all models, in yuan; each is tried one fen below, at, and one fen above. */
    private static final long[] THRESHOLDS = {100, 200, 300, 500, 3_000, 10_000};

    private static final long MAX_AMOUNT = 100_000_000_000_000L;

    private final SplittableRandom random;
    private final StreamSettings settings;
    private final List<Person> people = new ArrayList<>();
    private final Set<String> finished = new HashSet<>();
    private final Instant end;
    private int orders;

    LifeGenerator(SplittableRandom random, StreamSettings settings) {
        this.random = random;
        this.settings = settings;
        this.end = settings.endOfAsOf();
        int turn = random.nextInt(Habit.values().length);
        people.add(new Person("m-0", Habit.ORDINARY, settings.members() > 1));
        for (int i = 1; i < settings.members(); i++) {
            int place = i + turn;
            int round = place / Habit.values().length;
            Habit habit = Habit.values()[place % Habit.values().length];
            String id =
                    switch (habit) {
                        case COMPOSED_ID -> "会员\u00c5-" + round;
                        case CAPITAL_ID -> "Case-" + round;
                        case SMALL_ID -> "case-" + round;
                        default -> "m-" + i;
                    };
            people.add(new Person(id, habit, false));
        }
    }

    String anyMemberId() {
        return people.get(random.nextInt(people.size())).id();
    }

    /** All states of one more order, or of a member's few orders that only make sense together. */
    List<Draft> next() {
        Person person = pick();
        List<Draft> drafts =
                switch (person.habit()) {
                    case CREATED_ONLY -> life(person, orderId(person), SCRIPTS.get(0), amount());
                    case REFUNDED_ONLY -> refundedOnly(person);
                    case SUM_AT_THRESHOLD -> sumAtThreshold(person);
                    default ->
                            life(
                                    person,
                                    orderId(person),
                                    SCRIPTS.get(random.nextInt(SCRIPTS.size())),
                                    person.habit() == Habit.HUGE_AMOUNTS ? hugeAmount() : amount());
                };
        for (Draft draft : drafts) {
            describe(draft, person);
        }
        return drafts;
    }

    /** The hot member has a quarter of all orders; those whose few orders are told stand aside. */
    private Person pick() {
        if (random.nextInt(4) == 0) {
            return people.get(0);
        }
        Person person = people.get(random.nextInt(people.size()));
        return finished.contains(person.id()) ? people.get(0) : person;
    }

    private String orderId(Person person) {
        orders++;
        return switch (person.habit()) {
            case SHARING_ORDER_IDS, ALSO_SHARING_ORDER_IDS -> "shared-" + random.nextInt(4);
            case CAPITAL_ID, SMALL_ID -> (random.nextBoolean() ? "T" : "t") + random.nextInt(3);
            default -> "T" + (1000 + orders);
        };
    }

    private List<Draft> refundedOnly(Person person) {
        finished.add(person.id());
        List<Step> script = SCRIPTS.get(8 + random.nextInt(2));
        long amount = Math.max(1, amount());
        // The refund must stand: no ties, no times that fight the versions.
        return plainLife(person, "only-" + person.id(), script, amount, edgeAge());
    }

    /** One to four orders of the last 365 days whose sum or mean is at, or a fen off, a bound. */
    private List<Draft> sumAtThreshold(Person person) {
        finished.add(person.id());
        int count = 1 + random.nextInt(4);
        long bound = THRESHOLDS[random.nextInt(THRESHOLDS.length)] * 100;
        long left = (random.nextBoolean() ? bound : bound * count) + random.nextInt(3) - 1;
        List<Draft> drafts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            long part = i == count ? left : random.nextLong(left - (count - i));
            left -= part;
            drafts.addAll(
                    plainLife(
                            person,
                            orderId(person),
                            SCRIPTS.get(3),
                            part,
                            random.nextBoolean() ? random.nextInt(365) : 364));
        }
        drafts.forEach(draft -> draft.kinds().add(HostileKind.THRESHOLD_SUM));
        return drafts;
    }

    private List<Draft> plainLife(
            Person person, String orderId, List<Step> script, long amount, int age) {
        Instant paidAt = instant(LocalTime.of(9, 0), settings.asOf().minusDays(age));
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < script.size(); i++) {
            Step step = script.get(i);
            OrderState state =
                    new OrderState(
                            person.id(),
                            orderId,
                            null,
                            step.status(),
                            paidAt.minusSeconds(600),
                            step.status() == OrderStatus.CREATED ? null : paidAt,
                            step.status() == OrderStatus.CREATED
                                    ? paidAt.minusSeconds(600)
                                    : min(paidAt.plusSeconds(60L * i)),
                            amount,
                            refund(step, amount),
                            0,
                            List.of(1),
                            0);
            drafts.add(new Draft(state, EnumSet.noneOf(HostileKind.class)));
        }
        return drafts;
    }

    private List<Draft> life(Person person, String orderId, List<Step> script, long firstAmount) {
        EnumSet<HostileKind> common = EnumSet.noneOf(HostileKind.class);
        Instant paidAt = paidAt(common);
        Instant createdAt = paidAt.minusSeconds(random.nextInt(3) * random.nextLong(90_000));
        int versions = random.nextInt(6);
        boolean againstTime = versions == 4;
        if (againstTime) {
            common.add(HostileKind.VERSION_AGAINST_TIME);
        }
        long amount = firstAmount;
        long discount = random.nextInt(3) == 0 ? 1 + random.nextInt(5_000) : 0;
        List<Integer> quantities = quantities();
        Instant updatedAt = script.get(0).status() == OrderStatus.CREATED ? createdAt : paidAt;
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < script.size(); i++) {
            Step step = script.get(i);
            EnumSet<HostileKind> kinds = EnumSet.copyOf(common);
            if (i > 0 && random.nextInt(12) == 0) {
                amount = amount();
                kinds.add(HostileKind.AMOUNT_MOVES);
            }
            if (i > 0 && random.nextInt(12) == 0) {
                paidAt = paidAt(kinds);
                kinds.add(HostileKind.DAY_MOVES);
            }
            if (i > 0 && step.status().ordinal() < script.get(i - 1).status().ordinal()) {
                kinds.add(HostileKind.BACK_STEP);
            }
            Instant stepAt =
                    againstTime ? min(createdAt.plusSeconds(random.nextLong(600_000))) : updatedAt;
            OrderState state =
                    new OrderState(
                            person.id(),
                            orderId,
                            version(versions, i),
                            step.status(),
                            random.nextInt(4) == 0 ? null : createdAt,
                            step.status() == OrderStatus.CREATED && random.nextInt(8) != 0
                                    ? null
                                    : paidAt,
                            random.nextInt(5) == 0 ? null : stepAt,
                            amount,
                            refund(step, amount),
                            discount,
                            quantities,
                            random.nextInt(2));
            if (!state.isPaid() && random.nextInt(3) == 0) {
                state = state.withPaidAt(null);
            }
            if (!state.isPaid() && state.version() != null && random.nextInt(12) == 0) {
                state = state.undated();
            }
            if (state.version() == null && state.effectiveUpdatedAt() == null) {
                // Nothing would date it: that is NO_TIME, and DirtyLines' business.
                state = state.withPaidAt(paidAt);
            }
            drafts.add(new Draft(state, kinds));
            // A step of 0 makes ties that the status decides.
            long[] steps = {0, 1, 300, 7_200, 90_000, random.nextLong(2_000_000)};
            updatedAt = min(updatedAt.plusSeconds(steps[random.nextInt(steps.length)]));
        }
        addTies(drafts);
        return drafts;
    }

    private void addTies(List<Draft> drafts) {
        Draft one = drafts.get(random.nextInt(drafts.size()));
        OrderState state = one.state();
        EnumSet<HostileKind> kinds = EnumSet.copyOf(one.kinds());
        switch (random.nextInt(8)) {
            case 0 -> {
                kinds.add(HostileKind.TIE_TEXT);
                drafts.add(new Draft(state.withText(state.text() + 1), kinds));
            }
            case 1 -> {
                long refund = (state.effectiveRefund() + 1 + random.nextLong(500)) / 2;
                if (refund <= state.amount() && refund != state.effectiveRefund()) {
                    kinds.add(HostileKind.TIE_REFUND);
                    drafts.add(new Draft(state.withMoney(state.amount(), refund), kinds));
                }
            }
            case 2 -> {
                if (state.isPaid()) {
                    OrderStatus other =
                            state.status() == OrderStatus.PAID
                                    ? OrderStatus.CANCELLED
                                    : OrderStatus.PAID;
                    kinds.add(HostileKind.TIE_STATUS);
                    drafts.add(
                            new Draft(
                                    state.withMoney(state.amount(), state.effectiveRefund())
                                            .withStatus(other),
                                    kinds));
                }
            }
            case 3 -> {
                // HostileStreams keeps these out of JSON, where the fingerprint is not ours.
                long refund = state.effectiveRefund();
                long amount = Math.min(MAX_AMOUNT, refund + amount());
                if (amount != state.amount()) {
                    kinds.add(HostileKind.TIE_FINGERPRINT);
                    drafts.add(new Draft(state.withMoney(amount, refund), kinds));
                }
            }
            default -> {
                // No tie.
            }
        }
    }

    // ---- when ----

    private Instant paidAt(Set<HostileKind> kinds) {
        if (!settings.focus().isEmpty() && random.nextInt(3) == 0) {
            LocalDateTime near = settings.focus().get(random.nextInt(settings.focus().size()));
            kinds.add(HostileKind.CLOCK_CHANGE);
            long[] off = {0, 0, 0, -1, 1, 1_800, -1_800};
            return min(
                    near.atZone(settings.zone())
                            .toInstant()
                            .plusSeconds(off[random.nextInt(off.length)]));
        }
        LocalDate day = settings.asOf().minusDays(age(kinds));
        return switch (random.nextInt(5)) {
            case 0 -> {
                kinds.add(HostileKind.MIDNIGHT_EDGE);
                yield instant(LocalTime.MIDNIGHT, day);
            }
            case 1 -> {
                kinds.add(HostileKind.MIDNIGHT_EDGE);
                yield instant(LocalTime.of(23, 59, 59, 999_999_000), day);
            }
            case 2 -> instant(LocalTime.of(12, 0), day);
            case 3 -> instant(LocalTime.ofSecondOfDay(random.nextInt(86_400)), day);
            default ->
                    instant(LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1_000), day);
        };
    }

    private int age(Set<HostileKind> kinds) {
        int dice = random.nextInt(20);
        if (dice < 10) {
            kinds.add(HostileKind.WINDOW_EDGE);
            return edgeAge();
        }
        if (dice < 12) {
            kinds.add(HostileKind.AS_OF_DAY);
            return 0;
        }
        if (dice < 13) {
            kinds.add(HostileKind.LONG_AGO);
            return 751 + random.nextInt(3_000);
        }
        return random.nextInt(751);
    }

    private int edgeAge() {
        return EDGE_AGES[random.nextInt(EDGE_AGES.length)];
    }

    private Instant instant(LocalTime time, LocalDate day) {
        return min(day.atTime(time).atZone(settings.zone()).toInstant());
    }

    /** Nothing valid is dated after D. */
    private Instant min(Instant instant) {
        Instant whole = instant.truncatedTo(ChronoUnit.MICROS);
        return whole.isAfter(end) ? end : whole;
    }

    // ---- how much ----

    private Long version(int policy, int step) {
        return switch (policy) {
            case 0, 1 -> null;
            case 2, 4 -> 1L + step;
            case 3 -> (1L << 53) + step;
            default -> random.nextInt(4) == 0 ? 0L : 1L;
        };
    }

    private long amount() {
        int dice = random.nextInt(20);
        if (dice == 0) {
            return 0;
        }
        if (dice < 10) {
            return THRESHOLDS[random.nextInt(THRESHOLDS.length)] * 100 + random.nextInt(3) - 1;
        }
        return dice == 10 ? hugeAmount() : 1 + random.nextInt(80_000);
    }

    private long hugeAmount() {
        return MAX_AMOUNT - random.nextInt(3);
    }

    private Long refund(Step step, long amount) {
        return switch (step.refund()) {
            case NONE -> step.status() == OrderStatus.REFUNDED || random.nextBoolean() ? null : 0L;
            case ZERO -> 0L;
            case UNNAMED -> null;
            case ALL -> amount;
            case PART -> amount < 2 ? 0L : 1 + random.nextLong(amount - 1);
        };
    }

    private List<Integer> quantities() {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> List.of();
            case 2 -> List.of(1);
            case 3 -> List.of(random.nextInt(1, 2_000), 2, 3);
            case 4 -> List.of(-random.nextInt(1, 50), 0, 4);
            default -> Arrays.asList(null, random.nextInt(1, 9));
        };
    }

    // ---- what it tries ----

    private void describe(Draft draft, Person person) {
        OrderState state = draft.state();
        Set<HostileKind> kinds = draft.kinds();
        kinds.add(state.version() == null ? HostileKind.UNVERSIONED : HostileKind.VERSIONED);
        addIf(kinds, person.hot(), HostileKind.HOT_MEMBER);
        addIf(kinds, person.habit() == Habit.CREATED_ONLY, HostileKind.CREATED_ONLY_MEMBER);
        addIf(kinds, person.habit() == Habit.REFUNDED_ONLY, HostileKind.REFUNDED_ONLY_MEMBER);
        addIf(kinds, state.orderId().startsWith("shared-"), HostileKind.SHARED_ORDER_ID);
        addIf(
                kinds,
                person.habit() == Habit.CAPITAL_ID || person.habit() == Habit.SMALL_ID,
                HostileKind.CASE_DIFFERENCE);
        addIf(
                kinds,
                state.version() != null && state.version() >= 1L << 53,
                HostileKind.HUGE_VERSION);
        addIf(kinds, state.effectiveUpdatedAt() == null, HostileKind.NO_DATE);
        kinds.add(HostileKind.valueOf(state.status().name()));
        long refund = state.effectiveRefund();
        boolean part = refund > 0 && refund < state.amount();
        addIf(kinds, part && state.isPaid(), HostileKind.PART_REFUND);
        addIf(kinds, part && state.status() == OrderStatus.REFUNDED, HostileKind.REFUNDED_IN_PART);
        addIf(kinds, refund > 0 && refund == state.amount(), HostileKind.FULL_REFUND);
        addIf(
                kinds,
                state.status() == OrderStatus.REFUNDED && state.refund() == null,
                HostileKind.UNNAMED_REFUND);
        addIf(kinds, state.amount() == 0, HostileKind.AMOUNT_ZERO);
        addIf(kinds, state.amount() >= MAX_AMOUNT - 2, HostileKind.HUGE_AMOUNT);
        addIf(kinds, atThreshold(state.amount()), HostileKind.THRESHOLD_AMOUNT);
        addIf(kinds, state.discount() > 0, HostileKind.DISCOUNTED);
        addIf(
                kinds,
                state.quantities() != null
                        && state.quantities().stream().anyMatch(q -> q != null && q < 0),
                HostileKind.CORRECTION_QUANTITY);
    }

    private static boolean atThreshold(long amount) {
        return Arrays.stream(THRESHOLDS).anyMatch(bound -> Math.abs(bound * 100 - amount) <= 1);
    }

    private static void addIf(Set<HostileKind> kinds, boolean holds, HostileKind kind) {
        if (holds) {
            kinds.add(kind);
        }
    }

    private static List<Step> steps(String script) {
        return Arrays.stream(script.split(" "))
                .map(
                        word -> {
                            String[] parts = word.split("/");
                            return new Step(
                                    OrderStatus.valueOf(parts[0]),
                                    parts.length == 1 ? Refund.NONE : Refund.valueOf(parts[1]));
                        })
                .toList();
    }
}
