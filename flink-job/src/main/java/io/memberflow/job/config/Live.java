package io.memberflow.job.config;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
 * @param acceptOtherState whether state of another zone or retention is taken over
 * @param clock which day it is
 * @param disorder how far behind the greatest event time the clock of events stays
 * @param midnightSpread over how long the members whose day it is are decided again after midnight
 * @param behaviourDays how many days late a behaviour is accepted
 * @param channel the registry's channel whose release decides
 * @param trustedKeys a file of public keys of which one has to have signed a release, null to take
 *     unsigned ones too
 * @param changeTopic the topic that is told who enters and leaves, null for none
 */
public record Live(
        String bootstrapServers,
        String kafkaProperties,
        String ordersHistory,
        boolean startEmpty,
        boolean acceptOtherState,
        LiveClock clock,
        Duration disorder,
        Duration midnightSpread,
        int behaviourDays,
        String channel,
        String trustedKeys,
        String changeTopic)
        implements Serializable {

    public static final Duration DEFAULT_DISORDER = Duration.ofMinutes(10);
    public static final Duration DEFAULT_MIDNIGHT_SPREAD = Duration.ofHours(4);
    public static final int DEFAULT_BEHAVIOUR_DAYS = 30;
    public static final String DEFAULT_CHANNEL = "default";

    /**
     * The text of the trusted keys, null when there are none.
     *
     * @throws WrongUse when the file cannot be read
     */
    public String readTrustedKeys() {
        if (trustedKeys == null) {
            return null;
        }
        try {
            return Files.readString(Path.of(trustedKeys));
        } catch (IOException | InvalidPathException e) {
            throw new WrongUse(
                    "--trusted-keys %s cannot be read: give a file of public keys in PEM form."
                            .formatted(trustedKeys),
                    e);
        }
    }

    /** Where the orders are that are read first. */
    public Optional<EventPlace> history() {
        return Optional.ofNullable(ordersHistory).map(EventPlace::of);
    }
}
