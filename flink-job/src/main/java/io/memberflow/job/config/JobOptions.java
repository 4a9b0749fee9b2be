package io.memberflow.job.config;

import io.memberflow.job.sink.DatabaseConfig;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of the job: of {@code memberflow run} and {@code check}, and of the jar on a cluster.
 * The second line of each description says the default.
 */
public final class JobOptions {

    private static final String OFF = "Default: off";
    private static final String REGISTRY = "registry";

    @Option(
            names = "--orders",
            paramLabel = "SOURCE",
            description = {
                "The orders: a file, a folder or a quoted glob of .jsonl and .csv files, plain or"
                        + " .gz; kafka:TOPIC for a live job; or a jdbc: URL.",
                "Default: none, must be given"
            })
    private String orders;

    @Option(
            names = "--members",
            paramLabel = "SOURCE",
            description = {
                "The members events: a file, a folder or a quoted glob of .jsonl files, plain or"
                        + " .gz; or kafka:TOPIC.",
                "Default: none"
            })
    private String members;

    @Option(
            names = "--behaviours",
            paramLabel = "SOURCE",
            description = {
                "The behaviours: a file, a folder or a quoted glob of .jsonl files, plain or .gz;"
                        + " or kafka:TOPIC.",
                "Default: none"
            })
    private String behaviours;

    @Mixin private final QueryOptions query = new QueryOptions();

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            converter = Converters.Date.class,
            description = {
                "The date a bounded run works everything out for; events of later dates are"
                        + " rejected.",
                "Default: today in --zone"
            })
    private LocalDate asOf;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = Converters.Zone.class,
            defaultValue = "Asia/Shanghai",
            description = {
                "The shop's time zone, in which days begin and end.",
                "Default: Asia/Shanghai"
            })
    private ZoneId zone;

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            converter = Converters.CurrencyCode.class,
            defaultValue = "CNY",
            description = {
                "The only currency accepted; orders without one have it.",
                "Default: CNY"
            })
    private String currency;

    @Option(
            names = "--windows",
            paramLabel = "DAYS",
            split = ",",
            converter = Converters.WholeNumber.class,
            description = {
                "Further windows for rules to read, in days; each at most --retention-days less"
                        + " 365.",
                "Default: none beyond 30,90,180,365"
            })
    private List<Integer> windows = List.of();

    @Option(
            names = "--retention-days",
            paramLabel = "DAYS",
            converter = Converters.WholeNumber.class,
            defaultValue = "750",
            description = {
                "How many days back single orders are kept; at least 730.",
                "Default: 750"
            })
    private int retentionDays;

    @Option(
            names = "--guest-ids",
            paramLabel = "ID",
            split = ",",
            description = {
                "Member ids that stand for nobody; their events are rejected as NO_MEMBER.",
                "Default: none"
            })
    private List<String> guestIds = List.of();

    @Option(
            names = "--cut-points",
            paramLabel = "KIND",
            converter = Converters.CutPointName.class,
            defaultValue = "fixed",
            description = {
                "Where scores are cut: fixed (by the rulebook) or population (measured quintiles).",
                "Default: fixed"
            })
    private CutPointMode cutPoints;

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = {
                "The rulebook's folder, or registry: what its --channel says, for live jobs.",
                "Default: the shipped rulebook; registry for live jobs"
            })
    private String rules;

    @Mixin private final LiveOptions live = new LiveOptions();

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--migrate",
            negatable = true,
            fallbackValue = "true",
            converter = Converters.YesOrNo.class,
            description = {
                "Creates or upgrades the tables first.",
                "Default: on for H2, off otherwise"
            })
    private Boolean migrate;

    @Option(
            names = "--replace",
            negatable = true,
            fallbackValue = "true",
            defaultValue = "false",
            converter = Converters.YesOrNo.class,
            description = {
                "At the end removes members from the tables that the input did not contain.",
                OFF
            })
    private boolean replace;

    @Option(
            names = "--history",
            negatable = true,
            fallbackValue = "true",
            defaultValue = "false",
            converter = Converters.YesOrNo.class,
            description = {
                "Also writes each member's changes day by day into member_change, replacing"
                        + " earlier ones.",
                OFF
            })
    private boolean history;

    @Option(
            names = "--rejected-days",
            paramLabel = "DAYS",
            converter = Converters.WholeNumber.class,
            defaultValue = "90",
            description = {"How many days rejected events are kept.", "Default: 90"})
    private int rejectedDays;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            converter = Converters.WholeNumber.class,
            description = {
                "Parallel instances of every operator.",
                "Default: the number of cores; on a cluster its own"
            })
    private Integer parallelism;

    @Option(
            names = "--flink",
            paramLabel = "KEY=VALUE",
            split = "\n",
            splitSynopsisLabel = " ",
            description = {
                "A setting of Flink's own configuration; may be repeated.",
                "Default: none"
            })
    private Map<String, String> flink = Map.of();

    /**
     * The options as a complete configuration.
     *
     * @param clock tells today's date when none is given
     * @throws WrongUse with one sentence on the first option that cannot be used
     */
    public JobConfig toConfig(Clock clock) {
        validate();
        boolean isLive = EventPlace.of(orders).isTopic();
        Live liveJob = isLive ? live.toLive() : null;
        OrdersQuery ordersQuery = ordersQuery();
        DatabaseConfig tables = database.toDatabase();
        return new JobConfig(
                orders,
                members,
                behaviours,
                zone,
                currency,
                windows.stream().sorted().distinct().toList(),
                retentionDays,
                List.copyOf(guestIds),
                cutPoints,
                REGISTRY.equals(rules) ? null : rules,
                isLive ? null : asOf != null ? asOf : LocalDate.now(clock.withZone(zone)),
                tables.url(),
                tables.user(),
                tables.passwordFile(),
                tables.schema(),
                migrate != null ? migrate : database.isEmbedded(),
                replace,
                history,
                rejectedDays,
                parallelism != null ? parallelism : Runtime.getRuntime().availableProcessors(),
                Map.copyOf(flink),
                ordersQuery,
                liveJob);
    }

    boolean isParallelismGiven() {
        return parallelism != null;
    }

    private void validate() {
        if (orders == null || orders.isBlank()) {
            throw new WrongUse(
                    "--orders is missing: give the file, folder or glob that holds the orders, or kafka:TOPIC.");
        }
        if (EventPlace.of(orders).isTopic()) {
            validateLive();
        } else {
            validateBounded();
        }
        atLeast("--retention-days", retentionDays, JobConfig.MIN_RETENTION);
        atLeast("--rejected-days", rejectedDays, 1);
        if (parallelism != null) {
            atLeast("--parallelism", parallelism, 1);
            atMost("--parallelism", parallelism, 720);
        }
        for (int window : windows) {
            atLeast("--windows", window, 1);
            if (window > retentionDays - JobConfig.LOOK_BACK) {
                throw new WrongUse(
                        "--windows %d is longer than --retention-days %d less %d: give at most %d, or a greater --retention-days."
                                .formatted(
                                        window,
                                        retentionDays,
                                        JobConfig.LOOK_BACK,
                                        retentionDays - JobConfig.LOOK_BACK));
            }
        }
        if (guestIds.stream().anyMatch(String::isBlank)) {
            throw new WrongUse("--guest-ids holds an empty id: leave it out.");
        }
    }

    private void validateLive() {
        topicName("--orders", orders);
        notFromDatabase("--members", members);
        notFromDatabase("--behaviours", behaviours);
        topicName("--members", members);
        topicName("--behaviours", behaviours);
        String before = live.ordersHistory();
        if (before != null && (before.isBlank() || EventPlace.of(before).isTopic())) {
            throw new WrongUse(
                    "--orders-history %s has to come to an end: give files or a jdbc: URL."
                            .formatted(before));
        }
        if (asOf != null) {
            throw new WrongUse(
                    "--as-of %s is for bounded runs: leave it out, a live job goes with its --clock."
                            .formatted(asOf));
        }
        if (replace) {
            throw new WrongUse(
                    "--replace is for bounded runs, which have an end: leave it out with --orders %s."
                            .formatted(orders));
        }
        if (history) {
            throw new WrongUse(
                    "--history is for bounded runs: leave it out, a live job writes changes as they happen.");
        }
    }

    private void validateBounded() {
        live.notGiven();
        notLive("--members", members);
        notLive("--behaviours", behaviours);
        notFromDatabase("--members", members);
        notFromDatabase("--behaviours", behaviours);
        if (REGISTRY.equals(rules)) {
            throw new WrongUse(
                    "--rules registry is for live orders: give a rulebook's folder or leave the option out.");
        }
    }

    /** The one query that the orders or their history come from, or null. */
    private OrdersQuery ordersQuery() {
        String historical = live.ordersHistory();
        if (EventPlace.of(orders).isQuery()) {
            return query.toQuery("--orders", orders);
        }
        if (historical != null && EventPlace.of(historical).isQuery()) {
            return query.toQuery("--orders-history", historical);
        }
        query.notGiven();
        return null;
    }

    private static void topicName(String option, String place) {
        if (place != null
                && EventPlace.of(place).isTopic()
                && !EventPlace.isTopicName(EventPlace.of(place).name())) {
            throw new WrongUse(
                    "%s %s names no topic: use letters, digits, dots, _ and - behind kafka:."
                            .formatted(option, place));
        }
    }

    private static void notFromDatabase(String option, String place) {
        if (place != null && EventPlace.of(place).isQuery()) {
            throw new WrongUse(
                    "%s %s: only orders can come from a database, give files or kafka:TOPIC."
                            .formatted(option, Secrets.mask(place)));
        }
    }

    private void notLive(String option, String place) {
        if (place != null && EventPlace.of(place).isTopic()) {
            throw new WrongUse(
                    "%s %s is live and --orders %s is not: give both from Kafka or both from files."
                            .formatted(option, place, Secrets.mask(orders)));
        }
    }

    private static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new WrongUse(
                    "%s %d is too small: give at least %d.".formatted(option, value, least));
        }
    }

    private static void atMost(String option, int value, int most) {
        if (value > most) {
            throw new WrongUse(
                    "%s %d is too great: give at most %d.".formatted(option, value, most));
        }
    }
}
