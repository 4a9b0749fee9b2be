package io.memberflow.job.metrics;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Every metric of ours, in one place: docs/operations.md, the dashboard and the alerts are held to
 * it by tests. Counters begin at 0 with each attempt of a job; the exact sums over all attempts
 * stand in {@code job_progress}.
 */
public enum Metric {
    EVENTS_READ("eventsRead", Kind.COUNTER, "events", "Events read.", Label.STREAM),
    EVENTS_APPLIED(
            "eventsApplied",
            Kind.COUNTER,
            "events",
            "Events that changed what is known of their member.",
            Label.STREAM),
    EVENTS_REPEATED(
            "eventsRepeated",
            Kind.COUNTER,
            "events",
            "Events that said nothing new; many of them after a restart or beside a history.",
            Label.STREAM),
    EVENTS_REJECTED(
            "eventsRejected",
            Kind.COUNTER,
            "events",
            "Events refused and sent to rejected_event, by the code there.",
            Label.STREAM,
            Label.CODE),
    EVENTS_BY_AGE(
            "eventsByAge",
            Kind.COUNTER,
            "events",
            "Events by how far they were behind the clock: at most an hour, day, week, month, or older; none before there is a clock.",
            Label.STREAM,
            Label.AGE),
    EVENT_TIME_LAG(
            "eventTimeLag",
            Kind.GAUGE,
            "ms",
            "The machine's time less the greatest event time read since the start.",
            Label.STREAM),
    CLOCK_LAG(
            "clockLag",
            Kind.GAUGE,
            "ms",
            "The machine's time less that of the job's clock; not a number before the clock goes."),
    DECISIONS(
            "decisions",
            Kind.COUNTER,
            "decisions",
            "Members decided by a live job, by why it looked at them.",
            Label.CAUSE),
    CHANGES(
            "changes",
            Kind.COUNTER,
            "changes",
            "Segments, stages and tags that members of a live job entered or left.",
            Label.CHANGE,
            Label.CAUSE),
    RELEASE_VERSION(
            "releaseVersion", Kind.GAUGE, "version", "The release in force; -1 before any is."),
    CHANNEL_SEQ(
            "channelSeq",
            Kind.GAUGE,
            "number",
            "The channel's sequence number in force; -1 before any is."),
    PREPARED_SEQ(
            "preparedSeq",
            Kind.GAUGE,
            "number",
            "The sequence number compiled last; above channelSeq as long as it waits. -1 after a start."),
    SWEEP_VISITED(
            "sweepVisited",
            Kind.GAUGE,
            "members",
            "Members gone through since what decides them has changed."),
    SWEEP_TO_VISIT("sweepToVisit", Kind.GAUGE, "members", "Members that are to be gone through."),
    RELEASES_REJECTED(
            "releasesRejected",
            Kind.COUNTER,
            "releases",
            "Changes of the channel that the job does not use; rule_activation says why."),
    FAILED_LOOKS(
            "failedLooksAtRegistry",
            Kind.COUNTER,
            "looks",
            "Looks at the registry that failed; the rules in use stay in use."),
    MEMBERS_WRITTEN(
            "membersWritten",
            Kind.COUNTER,
            "members",
            "Members whose rows were written, each over all tables in one transaction."),
    MEMBERS_SUPERSEDED(
            "membersSuperseded",
            Kind.COUNTER,
            "members",
            "Members not written, for newer rows stand in the tables already; a few after a restart."),
    BATCHES("batches", Kind.COUNTER, "transactions", "Transactions that wrote members."),
    BATCH_FAILURES(
            "batchFailures",
            Kind.COUNTER,
            "transactions",
            "Transactions of members that failed; for a reason that passes they are tried again.");

    private static final String GROUP = "memberflow";

    /** How a reporter shows the metrics of operators, and what begins the names of ours. */
    private static final String PROMETHEUS = "flink_taskmanager_job_task_operator_" + GROUP;

    /** What is measured. */
    public enum Kind {
        COUNTER,
        GAUGE
    }

    private final String title;
    private final Kind kind;
    private final String unit;
    private final String meaning;
    private final List<Label> labels;

    Metric(String title, Kind kind, String unit, String meaning, Label... labels) {
        this.title = title;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
        this.labels = List.of(labels);
    }

    /** Its name within Flink. */
    public String title() {
        return title;
    }

    public Kind kind() {
        return kind;
    }

    /** What it is counted or measured in. */
    public String unit() {
        return unit;
    }

    /** One sentence for those who watch it. */
    public String meaning() {
        return meaning;
    }

    public List<Label> labels() {
        return labels;
    }

    /** Its name as Flink's Prometheus reporter writes it: keys of labels are part of it. */
    public String prometheusName() {
        return PROMETHEUS
                + labels.stream().map(label -> "_" + label.key()).collect(Collectors.joining())
                + "_"
                + title;
    }

    /**
     * The counter of an operator; each is to be asked for once.
     *
     * @param values of the labels, in their order
     */
    public Counter counter(MetricGroup operator, String... values) {
        return group(operator, Kind.COUNTER, values).counter(title);
    }

    /**
     * Lets an operator be asked for a number, from another thread than its own.
     *
     * @param values of the labels, in their order
     */
    public void gauge(MetricGroup operator, Gauge<? extends Number> gauge, String... values) {
        group(operator, Kind.GAUGE, values).gauge(title, gauge);
    }

    private MetricGroup group(MetricGroup operator, Kind wanted, String... values) {
        if (kind != wanted || values.length != labels.size()) {
            throw new IllegalArgumentException(
                    "%s is a %s with the labels %s".formatted(title, kind, labels));
        }
        MetricGroup group = operator.addGroup(GROUP);
        for (int i = 0; i < values.length; i++) {
            Label label = labels.get(i);
            if (!label.all().contains(values[i])) {
                throw new IllegalArgumentException(
                        "The label %s of %s has the values %s"
                                .formatted(label.key(), title, label.all()));
            }
            group = group.addGroup(label.key(), values[i]);
        }
        return group;
    }
}
