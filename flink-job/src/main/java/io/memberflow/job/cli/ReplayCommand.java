package io.memberflow.job.cli;

import io.memberflow.job.config.ConfigOptions;
import io.memberflow.job.config.Converters;
import io.memberflow.job.config.DatabaseOptions;
import io.memberflow.job.config.EventPlace;
import io.memberflow.job.config.PrintedConfig;
import io.memberflow.job.config.Secrets;
import io.memberflow.job.config.Version;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.replay.FileTarget;
import io.memberflow.job.replay.NotSent;
import io.memberflow.job.replay.Replayer;
import io.memberflow.job.replay.Target;
import io.memberflow.job.replay.TopicTarget;
import io.memberflow.job.sink.DatabaseProblem;
import io.memberflow.job.sink.RejectedEvents;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.source.KafkaAccess;
import io.memberflow.job.source.KafkaCheck;
import io.memberflow.order.RejectCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code memberflow replay-rejected}: rejected events go through again. */
@Command(
        name = "replay-rejected",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Sends rejected events through again, after what they were rejected for is mended. The"
                    + " row of an event goes when the job accepts it; sending one twice does no"
                    + " harm.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  memberflow replay-rejected --config job.yaml --code WRONG_CURRENCY --dry-run",
            "  memberflow replay-rejected --stream orders --to-file again.jsonl"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final List<String> STREAMS =
            List.of(Tally.ORDERS, Tally.MEMBERS, Tally.BEHAVIOURS);

    private final Shell shell;

    @Spec private CommandSpec spec;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            split = ",",
            description = {
                "Only of this stream: orders, members or behaviours.",
                "Default: every stream that has a topic"
            })
    private List<String> streams = List.of();

    @Option(
            names = "--code",
            paramLabel = "CODE",
            split = ",",
            description = {"Only rejected for this, such as WRONG_CURRENCY.", "Default: all"})
    private List<String> codes = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Converters.Moment.class,
            description = {
                "Only rejected since: a date, which begins in UTC, or an instant.",
                "Default: the beginning"
            })
    private Instant since = Instant.EPOCH;

    @Option(
            names = "--dry-run",
            description = {"Tells what would be sent, and sends nothing.", "Default: off"})
    private boolean dryRun;

    @Option(
            names = "--to-file",
            paramLabel = "FILE",
            description = {
                "Writes the events of one stream to a new file of JSON Lines instead.",
                "Default: none"
            })
    private Path toFile;

    @Option(
            names = "--orders",
            paramLabel = "kafka:TOPIC",
            description = {"Where orders are sent.", "Default: none"})
    private String orders;

    @Option(
            names = "--members",
            paramLabel = "kafka:TOPIC",
            description = {"Where members events are sent.", "Default: none"})
    private String members;

    @Option(
            names = "--behaviours",
            paramLabel = "kafka:TOPIC",
            description = {"Where behaviours are sent.", "Default: none"})
    private String behaviours;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = {"The Kafka brokers to begin with.", "Default: none"})
    private String bootstrapServers;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = {"A file of further properties of the Kafka client.", "Default: none"})
    private String kafkaProperties;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();
    @Mixin private final ConfigOptions configOptions = new ConfigOptions();

    ReplayCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (configOptions.isPrintConfig()) {
            PrintedConfig.of(spec.commandLine().getParseResult(), shell.sources())
                    .forEach(shell.out()::println);
            return 0;
        }
        checkNames();
        RejectedEvents rejected = new RejectedEvents(database.toDatabase());
        Replayer replayer = new Replayer(rejected, shell.err()::println);
        try {
            new Tables(database.toDatabase()).check();
            replay(replayer);
        } catch (DatabaseProblem e) {
            throw WrongUse.because(e);
        } catch (NotSent e) {
            throw new JobFailed(e.getMessage(), e);
        }
        shell.out()
                .println(
                        (dryRun ? "would send %d, would leave %d" : "sent %d, left %d")
                                .formatted(replayer.sent(), replayer.left()));
        return 0;
    }

    private void replay(Replayer replayer) {
        Map<String, String> topics = toFile == null ? topics() : Map.of();
        List<String> wanted = wantedStreams(topics);
        try (Target target = target(topics, wanted)) {
            replayer.run(new RejectedEvents.Filter(wanted, wantedCodes(), since), target);
        }
    }

    private Target target(Map<String, String> topics, List<String> wanted) {
        if (dryRun) {
            return new Nowhere();
        }
        if (toFile != null) {
            return new FileTarget(toFile);
        }
        if (bootstrapServers == null) {
            throw new WrongUse(
                    "--bootstrap-servers is missing: give the broker's address, or --to-file.");
        }
        KafkaAccess access = new KafkaAccess(bootstrapServers, kafkaProperties);
        KafkaCheck check = new KafkaCheck(access);
        wanted.forEach(stream -> check.writes("--" + stream, topics.get(stream)));
        check.run();
        return new TopicTarget(access, topics);
    }

    /** The topic of each stream that has one; files have their own way back. */
    private Map<String, String> topics() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put(Tally.ORDERS, orders);
        places.put(Tally.MEMBERS, members);
        places.put(Tally.BEHAVIOURS, behaviours);
        Map<String, String> topics = new LinkedHashMap<>();
        places.forEach(
                (stream, place) -> {
                    if (place != null && EventPlace.of(place).isTopic()) {
                        topics.put(stream, EventPlace.of(place).name());
                    } else if (streams.contains(stream) && !dryRun) {
                        throw new WrongUse(
                                "--%s %s names no topic to send to: give kafka:TOPIC, or --to-file."
                                        .formatted(
                                                stream, place == null ? "" : Secrets.mask(place)));
                    }
                });
        return topics;
    }

    private List<String> wantedStreams(Map<String, String> topics) {
        if (!streams.isEmpty()) {
            if (toFile != null && streams.size() != 1) {
                throw new WrongUse("--to-file takes one stream: give one --stream for each file.");
            }
            return streams;
        }
        if (toFile != null) {
            throw new WrongUse(
                    "--to-file takes one stream: give --stream orders, members or behaviours.");
        }
        if (dryRun) {
            return STREAMS;
        }
        if (topics.isEmpty()) {
            throw new WrongUse(
                    "there is nowhere to send to: give --orders kafka:TOPIC, or --to-file FILE.");
        }
        return List.copyOf(topics.keySet());
    }

    /** Nothing is left of what a forgotten event said. */
    private List<String> wantedCodes() {
        return codes.isEmpty()
                ? Arrays.stream(RejectCode.values())
                        .filter(code -> code != RejectCode.FORGOTTEN)
                        .map(RejectCode::name)
                        .toList()
                : codes;
    }

    private void checkNames() {
        for (String stream : streams) {
            if (!STREAMS.contains(stream)) {
                throw new WrongUse(
                        "--stream %s is no stream: give orders, members or behaviours."
                                .formatted(stream));
            }
        }
        for (String code : codes) {
            if (code.equals(RejectCode.FORGOTTEN.name())) {
                throw new WrongUse(
                        "--code FORGOTTEN: nothing was kept of these events, leave it out.");
            }
            if (Arrays.stream(RejectCode.values()).noneMatch(c -> c.name().equals(code))) {
                throw new WrongUse(
                        "--code %s is no code: give one of %s."
                                .formatted(
                                        code,
                                        String.join(
                                                ", ",
                                                Arrays.stream(RejectCode.values())
                                                        .map(RejectCode::name)
                                                        .toList())));
            }
        }
    }

    /** Where events of a dry run go. */
    private static final class Nowhere implements Target {
        @Override
        public void send(String stream, String memberId, byte[] event) {
            // counted by who sends it
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
