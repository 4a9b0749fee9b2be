package io.memberflow.job.source;

import io.memberflow.job.config.EventPlace;
import io.memberflow.job.config.JobConfig;
import io.memberflow.order.InputFiles;
import io.memberflow.order.RawEvent;
import java.util.Arrays;
import org.apache.flink.api.connector.source.Source;

/** The sources of a job's streams, by where its options say that they are. */
public final class EventSources {

    private EventSources() {}

    /**
     * Passes when all of them are there.
     *
     * @throws io.memberflow.order.InputProblem when files are not, or cannot be read
     * @throws io.memberflow.job.config.WrongUse when a topic or the rows of a query are not
     */
    public static void check(JobConfig config) {
        checkOrders(EventPlace.of(config.orders()));
        if (config.ordersQuery() != null) {
            QueryCheck.run(config.ordersQuery());
        }
        for (String place : Arrays.asList(config.members(), config.behaviours())) {
            if (place != null) {
                checkJsonLines(EventPlace.of(place));
            }
        }
        if (config.isLive()) {
            config.live().history().ifPresent(EventSources::checkOrders);
            if (config.live().clock().ticks() != null) {
                checkJsonLines(config.live().clock().ticks());
            }
            KafkaCheck.of(config).run();
        }
    }

    private static void checkOrders(EventPlace place) {
        if (place.kind() == EventPlace.Kind.FILES) {
            InputFiles.find(place.name());
        }
    }

    private static void checkJsonLines(EventPlace place) {
        if (place.kind() == EventPlace.Kind.FILES) {
            InputFiles.findJsonLines(place.name());
        }
    }

    /** The orders: files, a topic or the rows of a query. */
    public static Source<RawEvent, ?, ?> orders(JobConfig config) {
        return orders(EventPlace.of(config.orders()), config);
    }

    /** The orders that a live job reads first, null when there are none. */
    public static Source<RawEvent, ?, ?> ordersHistory(JobConfig config) {
        return config.live().history().map(place -> orders(place, config)).orElse(null);
    }

    /** The members events, null when there are none. */
    public static Source<RawEvent, ?, ?> members(JobConfig config) {
        return jsonLines(config.members(), config);
    }

    /** The behaviours, null when there are none. */
    public static Source<RawEvent, ?, ?> behaviours(JobConfig config) {
        return jsonLines(config.behaviours(), config);
    }

    /** The instants of a clock of ticks, one an event. */
    public static Source<RawEvent, ?, ?> ticks(JobConfig config) {
        EventPlace ticks = config.live().clock().ticks();
        return ticks.isTopic()
                ? topic(ticks, config)
                : EventFiles.of(InputFiles.findJsonLines(ticks.name()));
    }

    private static Source<RawEvent, ?, ?> orders(EventPlace place, JobConfig config) {
        return switch (place.kind()) {
            case FILES -> EventFiles.of(InputFiles.find(place.name()));
            case TOPIC -> topic(place, config);
            case QUERY -> new QueryOrders(config.ordersQuery());
        };
    }

    private static Source<RawEvent, ?, ?> jsonLines(String text, JobConfig config) {
        if (text == null) {
            return null;
        }
        EventPlace place = EventPlace.of(text);
        return place.isTopic()
                ? topic(place, config)
                : EventFiles.of(InputFiles.findJsonLines(place.name()));
    }

    private static Source<RawEvent, ?, ?> topic(EventPlace place, JobConfig config) {
        KafkaAccess access = KafkaAccess.of(config.live());
        return KafkaEvents.of(access, place.name(), access.group(config.live().channel()));
    }
}
