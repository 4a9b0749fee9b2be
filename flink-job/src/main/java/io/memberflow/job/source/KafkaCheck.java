package io.memberflow.job.source;

import io.memberflow.job.config.EventPlace;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.Live;
import io.memberflow.job.config.NearestName;
import io.memberflow.job.config.WrongUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The check of Kafka before a job starts: the broker answers, every topic is there and may be used.
 * A running job waits for a broker that is away; one that starts is better told at once.
 */
public final class KafkaCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaAccess access;
    private final Duration patience;
    private final List<Use> uses = new ArrayList<>();

    /** What is to be done with a topic, and which option says so. */
    private record Use(String option, String topic, AclOperation operation) {}

    public KafkaCheck(KafkaAccess access) {
        this(access, PATIENCE);
    }

    /**
     * @param patience how long the broker may take to answer
     */
    KafkaCheck(KafkaAccess access, Duration patience) {
        this.access = access;
        this.patience = patience;
    }

    /** The check of all topics that a live job reads and writes. */
    public static KafkaCheck of(JobConfig config) {
        Live live = config.live();
        KafkaCheck check = new KafkaCheck(KafkaAccess.of(live));
        Map<String, String> places = new LinkedHashMap<>();
        places.put("--orders", config.orders());
        places.put("--members", config.members());
        places.put("--behaviours", config.behaviours());
        places.forEach(
                (option, place) -> {
                    if (place != null) {
                        check.reads(option, EventPlace.of(place));
                    }
                });
        if (live.clock().ticks() != null) {
            check.reads("--clock", live.clock().ticks());
        }
        if (live.changeTopic() != null) {
            check.writes("--change-topic", live.changeTopic());
        }
        return check;
    }

    /** Adds a topic that is read; a place of another kind is none. */
    private void reads(String option, EventPlace place) {
        if (place.isTopic()) {
            uses.add(new Use(option, place.name(), AclOperation.READ));
        }
    }

    /** Adds a topic that is written. */
    public KafkaCheck writes(String option, String topic) {
        uses.add(new Use(option, topic, AclOperation.WRITE));
        return this;
    }

    /**
     * Passes when the broker answers and every topic can be used.
     *
     * @throws WrongUse with one sentence on the first thing that is wrong
     */
    public void run() {
        Properties properties = access.properties();
        int millis = (int) patience.toMillis();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        try (Admin admin = Admin.create(properties)) {
            for (Use use : uses) {
                check(admin, use);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WrongUse("The check of Kafka was interrupted: start again.", e);
        } catch (KafkaException e) { // none of its messages: they may quote the properties
            throw new WrongUse(
                    "No client for Kafka at %s can be made (%s): check the host names%s."
                            .formatted(access.bootstrapServers(), kind(e), andProperties()),
                    e);
        }
    }

    private void check(Admin admin, Use use) throws InterruptedException {
        try {
            TopicDescription topic =
                    admin.describeTopics(
                                    List.of(use.topic()),
                                    new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .topicNameValues()
                            .get(use.topic())
                            .get();
            if (topic.authorizedOperations() != null
                    && !topic.authorizedOperations().contains(use.operation())) {
                throw notAllowed(use, null);
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException) {
                throw new WrongUse(
                        "%s: there is no topic %s at %s: %s"
                                .formatted(
                                        use.option(),
                                        use.topic(),
                                        access.bootstrapServers(),
                                        meant(admin, use.topic())),
                        e);
            }
            if (cause instanceof AuthorizationException) {
                throw notAllowed(use, e);
            }
            if (cause instanceof AuthenticationException) {
                throw new WrongUse(
                        "Kafka at %s does not accept us (%s): check the credentials in --kafka-properties."
                                .formatted(access.bootstrapServers(), kind(cause)),
                        e);
            }
            throw new WrongUse(
                    "Kafka at %s does not answer (%s): check that it runs and its address%s."
                            .formatted(access.bootstrapServers(), kind(cause), andProperties()),
                    e);
        }
    }

    private static WrongUse notAllowed(Use use, Exception cause) {
        String verb = use.operation() == AclOperation.READ ? "read" : "written";
        return new WrongUse(
                "%s: the topic %s may not be %s: grant the right, or give other credentials in --kafka-properties."
                        .formatted(use.option(), use.topic(), verb),
                cause);
    }

    private static String meant(Admin admin, String topic) throws InterruptedException {
        try {
            return NearestName.of(
                            topic,
                            admin.listTopics(new ListTopicsOptions().listInternal(false))
                                    .names()
                                    .get())
                    .map(name -> "did you mean " + name + "?")
                    .orElse("create it, or correct the name.");
        } catch (ExecutionException e) { // to list them is another right
            return "create it, or correct the name.";
        }
    }

    private String andProperties() {
        return access.propertiesFile() == null
                ? ", or give --kafka-properties if it asks for credentials"
                : ", and the security in --kafka-properties";
    }

    private static String kind(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
