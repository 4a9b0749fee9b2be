package io.memberflow.job.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * The options that only a live job has. None has a value of its own accord, so that one that was
 * given to a bounded run is seen.
 */
final class LiveOptions {

    private static final Duration LONGEST_DISORDER = Duration.ofDays(30);
    private static final Duration LONGEST_SPREAD = Duration.ofHours(12);

    @Option(
            names = "--orders-history",
            paramLabel = "SOURCE",
            description = {
                "Orders that live ones follow, with any overlap: files as --orders takes them, or a"
                        + " jdbc: URL.",
                "Default: none"
            })
    private String ordersHistory;

    @Option(
            names = "--start-empty",
            negatable = true,
            fallbackValue = "true",
            converter = Converters.YesOrNo.class,
            description = {
                "Lets a live job without state and history replace what the tables hold of members.",
                "Default: off"
            })
    private Boolean startEmpty;

    @Option(
            names = "--accept-other-state",
            negatable = true,
            fallbackValue = "true",
            converter = Converters.YesOrNo.class,
            description = {
                "Lets a live job go on from state that was kept by another --zone or"
                        + " --retention-days.",
                "Default: off"
            })
    private Boolean acceptOtherState;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = {
                "The Kafka brokers to begin with, with commas between.",
                "Default: none, must be given with kafka:"
            })
    private String bootstrapServers;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = {
                "A file of further properties of the Kafka clients, such as their security; every"
                        + " machine of a cluster must have it.",
                "Default: none"
            })
    private String kafkaProperties;

    @Option(
            names = "--clock",
            paramLabel = "CLOCK",
            converter = Converters.ClockName.class,
            description = {
                "Which day it is for a live job: wall (today), events (the greatest event time), or"
                        + " ticks:PATH and ticks:kafka:TOPIC (instants, one a line).",
                "Default: wall"
            })
    private LiveClock clock;

    @Option(
            names = "--disorder",
            paramLabel = "DURATION",
            converter = Converters.TimeSpan.class,
            description = {
                "How far the clock of events stays behind the greatest event time.",
                "Default: 10m"
            })
    private Duration disorder;

    @Option(
            names = "--midnight-spread",
            paramLabel = "DURATION",
            converter = Converters.TimeSpan.class,
            description = {
                "Over how long after midnight the members whose day it is are decided; at most 12h.",
                "Default: 4h"
            })
    private Duration midnightSpread;

    @Option(
            names = "--behaviour-days",
            paramLabel = "DAYS",
            converter = Converters.WholeNumber.class,
            description = {
                "How many days late a live behaviour is accepted; later ones are TOO_OLD.",
                "Default: 30"
            })
    private Integer behaviourDays;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            description = {
                "The registry's channel whose release decides; also names the Kafka consumer group.",
                "Default: default"
            })
    private String channel;

    @Option(
            names = "--trusted-keys",
            paramLabel = "FILE",
            description = {
                "Public keys in PEM form; a release that none of them signed is rejected.",
                "Default: none, unsigned releases are taken"
            })
    private String trustedKeys;

    @Option(
            names = "--change-topic",
            paramLabel = "TOPIC",
            description = {
                "A Kafka topic that is told of every member who enters or leaves a value.",
                "Default: none"
            })
    private String changeTopic;

    String ordersHistory() {
        return ordersHistory;
    }

    /**
     * Everything a live job needs.
     *
     * @throws WrongUse with one sentence on the first option that cannot be used
     */
    Live toLive() {
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            throw new WrongUse(
                    "--bootstrap-servers is missing: give the broker's address, for example"
                            + " localhost:9092.");
        }
        LiveClock day = clock != null ? clock : LiveClock.WALL;
        if (disorder != null && day.kind() != LiveClock.Kind.EVENTS) {
            throw new WrongUse("--disorder is for --clock events: leave it out.");
        }
        atMost("--disorder", disorder, LONGEST_DISORDER, "30d");
        atMost("--midnight-spread", midnightSpread, LONGEST_SPREAD, "12h");
        if (behaviourDays != null && (behaviourDays < 1 || behaviourDays > 365)) {
            throw new WrongUse(
                    "--behaviour-days %d is not possible: give 1 to 365.".formatted(behaviourDays));
        }
        if (channel != null && !channel.matches("[a-zA-Z0-9._-]{1,64}")) {
            throw new WrongUse(
                    "--channel \"%s\" is no name: use at most 64 letters, digits, dots, _ and -."
                            .formatted(channel));
        }
        if (changeTopic != null && !EventPlace.isTopicName(changeTopic)) {
            throw new WrongUse(
                    "--change-topic \"%s\" is no topic's name: use letters, digits, dots, _ and -."
                            .formatted(changeTopic));
        }
        return new Live(
                bootstrapServers.strip(),
                kafkaProperties,
                ordersHistory,
                startEmpty != null && startEmpty,
                acceptOtherState != null && acceptOtherState,
                day,
                disorder != null ? disorder : Live.DEFAULT_DISORDER,
                midnightSpread != null ? midnightSpread : Live.DEFAULT_MIDNIGHT_SPREAD,
                behaviourDays != null ? behaviourDays : Live.DEFAULT_BEHAVIOUR_DAYS,
                channel != null ? channel : Live.DEFAULT_CHANNEL,
                trustedKeys,
                changeTopic);
    }

    /**
     * Passes when none of them is given.
     *
     * @throws WrongUse naming the first that is
     */
    void notGiven() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("--orders-history", ordersHistory);
        values.put("--start-empty", startEmpty != null && startEmpty ? startEmpty : null);
        values.put(
                "--accept-other-state",
                acceptOtherState != null && acceptOtherState ? acceptOtherState : null);
        values.put("--bootstrap-servers", bootstrapServers);
        values.put("--kafka-properties", kafkaProperties);
        values.put("--clock", clock);
        values.put("--disorder", disorder);
        values.put("--midnight-spread", midnightSpread);
        values.put("--behaviour-days", behaviourDays);
        values.put("--channel", channel);
        values.put("--trusted-keys", trustedKeys);
        values.put("--change-topic", changeTopic);
        values.forEach(
                (option, value) -> {
                    if (value != null) {
                        throw new WrongUse(
                                option
                                        + " is for live orders only: leave it out, or give --orders"
                                        + " kafka:TOPIC.");
                    }
                });
    }

    private static void atMost(String option, Duration value, Duration most, String written) {
        if (value != null && value.compareTo(most) > 0) {
            throw new WrongUse("%s is too long: give at most %s.".formatted(option, written));
        }
    }
}
