package io.memberflow.job.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * What only a live job has: the broker, the clock, what is read first, and what is told on the way.
 *
 * @param bootstrapServers the broker's addresses, HOST:PORT with commas between
 * @param kafkaProperties a file of further properties of every Kafka client, null for none; it is
 *     read wherever a client is made
 * @param ordersHistory the bounded orders that are read before the clock goes, null for none
 * @param startEmpty whether a job with empty state may go on with tables that hold members
 * @param clock which day it is
 * @param disorder how far behind the greatest event time the clock of events stays
 * @param midnightSpread over how long the members whose day it is are decided again after midnight
 * @param behaviourDays how many days late a behaviour is accepted
 * @param channel the registry's channel whose release decides
 * @param changeTopic the topic that is told who enters and leaves, null for none
 */
public record Live(
        String bootstrapServers,
        String kafkaProperties,
        String ordersHistory,
        boolean startEmpty,
        LiveClock clock,
        Duration disorder,
        Duration midnightSpread,
        int behaviourDays,
        String channel,
        String changeTopic)
        implements Serializable {

    public static final Duration DEFAULT_DISORDER = Duration.ofMinutes(10);
    public static final Duration DEFAULT_MIDNIGHT_SPREAD = Duration.ofHours(4);
    public static final int DEFAULT_BEHAVIOUR_DAYS = 30;
    public static final String DEFAULT_CHANNEL = "default";

    /** Where the orders are that are read first. */
    public Optional<EventPlace> history() {
        return Optional.ofNullable(ordersHistory).map(EventPlace::of);
    }
}
