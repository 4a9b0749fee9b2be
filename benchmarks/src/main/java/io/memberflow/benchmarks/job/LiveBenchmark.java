package io.memberflow.benchmarks.job;

import io.memberflow.job.release.ReleaseCommand;
import io.memberflow.registry.Mode;
import io.memberflow.rulebook.Release;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The phases of one live job, one after the other, so that their figures can be compared. */
final class LiveBenchmark {
    private static final double STEADY_FROM = 0.6;
    private static final double MILLIS = 1e3;
    private static final long FIRST_LOOK_MILLIS = 300;
    private static final double NEARLY_ALL = 0.9;

    private static final double ORDERS_GOAL = 100_000;
    private static final double WITH_RULES_GOAL = 0.7;
    private static final double DURING_RELEASE_GOAL = 0.5;
    private static final double RELEASE_GOAL = 30;
    private static final double DELAY_GOAL = 1;
    private static final double MIDNIGHT_GOAL = 60;
    private static final double QUIET_GOAL = 1;
    private static final double SMALL_MEMBER_GOAL = 600;
    private static final double MEMBER_GOAL = 3_000;
    private static final double LATENCY_GOAL = 1_000;
    private static final int GOAL_ORDERS = 8;

    private final LivePlan plan;
    private final Release rulebook;
    private final LiveJob job;
    private final Folder folder;
    private final Progress progress;
    private final Figures figures = new Figures();

    private long heapBefore;
    private double withoutRules;
    private double withRules;

    LiveBenchmark(LivePlan plan, Release rulebook, LiveJob job, Folder folder, Progress progress) {
        this.plan = plan;
        this.rulebook = rulebook;
        this.job = job;
        this.folder = folder;
        this.progress = progress;
    }

    Figures run() throws Exception {
        progress.phase("compile");
        Rate compiling = new Rate(() -> 0);
        job.begin(LiveRules.first(rulebook));
        figures.add("first release loaded", compiling.seconds(), "s");
        heapBefore = Machine.collectedHeap();
        for (Phase phase : Phase.values()) {
            if (plan.phases().contains(phase)) {
                progress.phase(phase.name().toLowerCase(Locale.ROOT));
                run(phase);
            }
        }
        figures.add("load of the machine at the end", Machine.load(), "");
        return figures;
    }

    private void run(Phase phase) throws Exception {
        switch (phase) {
            case PRELOAD -> preload();
            case CLOCK -> startClock();
            case LATENCY -> latency();
            case RULES -> withRules();
            case RELEASE -> release();
            case MIDNIGHTS -> midnights();
        }
    }

    private int members() {
        return plan.orders().members();
    }

    // ---- without rules ----

    private void preload() throws Exception {
        long all = (long) members() * plan.orders().ordersEach();
        job.orders().upTo(all);
        job.await(() -> job.arrived() >= all * STEADY_FROM);
        Rate rate = new Rate(job::arrived);
        job.await(() -> job.arrived() >= all);
        withoutRules = rate.aSecond();
        figures.add("orders/s without rules", withoutRules, "orders/s");
        state("not decided");
    }

    private void state(String when) throws Exception {
        long since = System.currentTimeMillis();
        double heap = (double) (Machine.collectedHeap() - heapBefore) / members();
        if (!plan.rocksDb()) {
            String what = "heap a member, " + when;
            if (plan.orders().ordersEach() == GOAL_ORDERS) {
                boolean small = plan.orders().items() == 0;
                figures.atMost(what, heap, "bytes", small ? SMALL_MEMBER_GOAL : MEMBER_GOAL);
            } else {
                figures.add(what, heap, "bytes");
            }
        }
        job.checkpoint();
        List<Checkpoint> taken = job.checkpointsSince(since);
        Checkpoint last = taken.get(taken.size() - 1);
        figures.add("checkpoint a member, " + when, (double) last.bytes() / members(), "bytes");
        for (Map.Entry<String, Long> task : last.bytesByTask().entrySet()) {
            double bytes = (double) task.getValue() / members();
            if (bytes >= 1) {
                String name = task.getKey().replaceAll(" ->.*", "");
                figures.add("- of it " + name, bytes, "bytes");
            }
        }
        figures.add("checkpoint, " + when, last.millis() / MILLIS, "s");
        if (plan.rocksDb()) {
            figures.add(
                    "RocksDB's files a member, " + when,
                    (double) folder.bytes("/db/") / members(),
                    "bytes");
        }
    }

    // ---- the clock begins ----

    private void startClock() throws Exception {
        long since = System.currentTimeMillis();
        double processor = Machine.processorSeconds();
        Rate rate = new Rate(job::decided);
        long noon = startOf(0) + Duration.ofHours(12).toMillis();
        job.clock(noon);
        job.await(() -> job.output().clock() >= noon && job.isSwept(0));
        double seconds = rate.seconds();
        figures.add("everybody decided for the first time", seconds, "s");
        figures.add("- members/s", members() / seconds, "members/s");
        figures.add("- decisions", rate.count(), "");
        figures.add(
                "- processor a decision",
                (Machine.processorSeconds() - processor) * 1e6 / rate.count(),
                "us");
        delay("- longest checkpoint delay", since);
        state("decided");
    }

    private long startOf(int days) {
        LocalDate day = plan.orders().day().plusDays(days);
        return day.atStartOfDay(OrderMaker.ZONE).toInstant().toEpochMilli();
    }

    /** Of those that began between an instant and now. */
    private void delay(String what, long since) throws Exception {
        long end = System.currentTimeMillis();
        // One that is under way is complete when the next one is.
        job.checkpoint();
        List<Checkpoint> during =
                job.checkpointsSince(since).stream().filter(c -> c.triggered() <= end).toList();
        if (during.isEmpty()) {
            return;
        }
        figures.atMost(what, longest(during, Checkpoint::delayMillis), "s", DELAY_GOAL);
        figures.add(
                what.replace("checkpoint delay", "checkpoint"),
                longest(during, Checkpoint::millis),
                "s");
    }

    private static double longest(List<Checkpoint> checkpoints, ToLongFunction<Checkpoint> millis) {
        return checkpoints.stream().mapToLong(millis).max().orElse(0) / MILLIS;
    }

    // ---- orders ----

    private void latency() throws Exception {
        Latency warm = new Latency(members());
        job.output().measure(warm);
        job.orders().paced(warm, plan.rate(), plan.warmSeconds());
        Latency latency = new Latency(members());
        job.output().measure(latency);
        Rate sent = new Rate(job.orders()::sent);
        job.orders().paced(latency, plan.rate(), plan.seconds());
        figures.add("orders/s asked for", plan.rate(), "orders/s");
        figures.add("- read", sent.aSecond(), "orders/s");
        job.drain();
        // With it the sink commits all it has.
        job.checkpoint();
        job.output().measure(null);
        figures.add("- measured", latency.count(), "orders");
        figures.add("- order to row, half of them", latency.quantile(0.5), "ms");
        figures.atMost("- order to row, 99 of 100", latency.quantile(0.99), "ms", LATENCY_GOAL);
        figures.add("- order to row, longest", latency.quantile(1), "ms");
    }

    private void withRules() throws Exception {
        job.orders().unpaced();
        job.orders().open();
        job.await(Duration.ofSeconds(plan.warmSeconds()));
        long since = System.currentTimeMillis();
        double processor = Machine.processorSeconds();
        Rate orders = new Rate(job::arrived);
        Rate rows = new Rate(job.output()::rows);
        job.await(Duration.ofSeconds(plan.seconds()));
        withRules = orders.aSecond();
        double used = Machine.processorSeconds() - processor;
        if (plan.discards()) {
            figures.atLeast("orders/s with rules", withRules, "orders/s", ORDERS_GOAL);
        } else {
            figures.add("orders/s with rules", withRules, "orders/s");
        }
        figures.add("- rows/s (members written)", rows.aSecond(), "members/s");
        figures.add("- processor an order", used * 1e6 / orders.count(), "us");
        if (withoutRules > 0) {
            figures.atLeast(
                    "- of those without rules", withRules / withoutRules, "", WITH_RULES_GOAL);
        }
        boolean goesOn = plan.phases().contains(Phase.RELEASE);
        if (!goesOn) {
            job.orders().close();
        }
        delay("- longest checkpoint delay", since);
        if (!goesOn) {
            job.drain();
        }
    }

    // ---- a new release ----

    private void release() throws Exception {
        job.orders().unpaced();
        job.orders().open();
        Rate preparing = new Rate(job::arrived);
        job.send(command(ReleaseCommand.Kind.PREPARE, LiveRules.next(rulebook)));
        job.await(() -> job.isPrepared(1));
        figures.add("new release prepared", preparing.seconds(), "s");
        figures.add("- orders/s meanwhile", preparing.aSecond(), "orders/s");
        Rate waiting = new Rate(job::arrived);
        job.send(command(ReleaseCommand.Kind.ACTIVATE, null));
        job.await(() -> job.isActive(1));
        figures.add("- until it is in force", waiting.seconds(), "s");
        long since = System.currentTimeMillis();
        Rate orders = new Rate(job::arrived);
        Rate decided = new Rate(job::decided);
        job.await(() -> job.isSwept(1));
        double seconds = orders.seconds();
        figures.atMost("- everybody decided anew", seconds, "s", RELEASE_GOAL);
        figures.add("- decisions/s meanwhile", decided.aSecond(), "decisions/s");
        figures.add("- orders/s meanwhile", orders.aSecond(), "orders/s");
        if (withRules > 0) {
            figures.atLeast(
                    "- of those before", orders.aSecond() / withRules, "", DURING_RELEASE_GOAL);
        }
        job.orders().close();
        delay("- longest checkpoint delay", since);
        job.drain();
    }

    private static ReleaseCommand command(ReleaseCommand.Kind kind, Release release) {
        return new ReleaseCommand(1, kind, release, null, Mode.FULL, 0);
    }

    // ---- days ----

    /**
     * What a day was like.
     *
     * @param ahead how many days after the shop's day it is
     * @param due members who were decided because it was their day
     */
    private record Day(
            int ahead, long due, long rows, double seconds, double processor, long from, long to) {}

    private void midnights() throws Exception {
        job.orders().close();
        job.drain();
        double processor = Machine.processorSeconds();
        job.await(Duration.ofSeconds(1));
        figures.add(
                "processor of a second in which nothing happens",
                Machine.processorSeconds() - processor,
                "s");
        long since = System.currentTimeMillis();
        List<Day> days = new ArrayList<>();
        for (int ahead = 1; ahead <= plan.days(); ahead++) {
            days.add(day(ahead));
        }
        job.checkpoint();
        List<Checkpoint> checkpoints = job.checkpointsSince(since);
        Day busiest =
                days.stream()
                        .max(Comparator.comparingLong(Day::due).thenComparingLong(Day::rows))
                        .orElseThrow();
        busiest(busiest, checkpoints);
        quietest(days);
        figures.add("days gone through", days.size(), "");
        figures.add("- members due in all", days.stream().mapToLong(Day::due).sum(), "members");
        figures.add("- rows in all", days.stream().mapToLong(Day::rows).sum(), "members");
        figures.add("- seconds in all", days.stream().mapToDouble(Day::seconds).sum(), "s");
    }

    /** Several days may have as few; collecting the garbage of the day before is not theirs. */
    private void quietest(List<Day> days) {
        long least = days.stream().mapToLong(Day::due).min().orElseThrow();
        List<Day> quiet =
                days.stream()
                        .filter(day -> day.due() == least)
                        .sorted(Comparator.comparingDouble(Day::processor))
                        .toList();
        figures.add("quietest midnights: members due", least, "members");
        figures.add("- such days", quiet.size(), "");
        Day median = quiet.get(quiet.size() / 2);
        figures.atMost("- processor, the middle one", median.processor(), "s", QUIET_GOAL);
        figures.add("- processor, dearest", quiet.get(quiet.size() - 1).processor(), "s");
    }

    private void busiest(Day day, List<Checkpoint> checkpoints) {
        figures.add("busiest midnight: members due", day.due(), "members");
        figures.add("- rows", day.rows(), "members");
        if (day.due() >= members() * NEARLY_ALL) {
            figures.atMost("- done in", day.seconds(), "s", MIDNIGHT_GOAL);
        } else {
            figures.add("- done in", day.seconds(), "s");
        }
        figures.add("- processor", day.processor(), "s");
        List<Checkpoint> during =
                checkpoints.stream()
                        .filter(c -> c.triggered() >= day.from() && c.triggered() <= day.to())
                        .toList();
        if (!during.isEmpty()) {
            figures.atMost(
                    "- longest checkpoint delay",
                    longest(during, Checkpoint::delayMillis),
                    "s",
                    DELAY_GOAL);
        }
    }

    private Day day(int ahead) throws Exception {
        long from = System.currentTimeMillis();
        double processor = Machine.processorSeconds();
        Rate due = new Rate(job::decidedForTheDay);
        Rate rows = new Rate(job.output()::rows);
        // All that is spread over a day is done before its last minute.
        long evening = startOf(ahead + 1) - Duration.ofMinutes(1).toMillis();
        job.clock(evening);
        boolean[] checkpointed = {false};
        job.await(
                () -> {
                    boolean isLong = System.currentTimeMillis() - from >= FIRST_LOOK_MILLIS;
                    if (isLong && !checkpointed[0]) {
                        checkpointed[0] = true;
                        job.checkpointMeanwhile();
                    }
                    return job.output().clock() >= evening;
                });
        Day day =
                new Day(
                        ahead,
                        due.count(),
                        rows.count(),
                        due.seconds(),
                        Machine.processorSeconds() - processor,
                        from,
                        System.currentTimeMillis());
        progress.say(
                "day +%d: due %,d rows %,d in %.2f s, processor %.2f s"
                        .formatted(
                                day.ahead(),
                                day.due(),
                                day.rows(),
                                day.seconds(),
                                day.processor()));
        return day;
    }
}
