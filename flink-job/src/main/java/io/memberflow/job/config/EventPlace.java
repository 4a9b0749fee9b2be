package io.memberflow.job.config;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Where the events of a stream are, as an option names it.
 *
 * @param kind what stands there
 * @param name the path of files, the name of a topic, or the JDBC URL of a query
 */
public record EventPlace(Kind kind, String name) implements Serializable {

    private static final String KAFKA = "kafka:";
    private static final String JDBC = "jdbc:";
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    /** What can hold events. */
    public enum Kind {
        /** A file, a folder or a glob. */
        FILES,
        /** A Kafka topic, which has no end. */
        TOPIC,
        /** The rows of a database query. */
        QUERY
    }

    /** {@code kafka:TOPIC}, {@code jdbc:…}, or else a path. */
    public static EventPlace of(String text) {
        if (text.startsWith(KAFKA)) {
            return new EventPlace(Kind.TOPIC, text.substring(KAFKA.length()));
        }
        return new EventPlace(text.startsWith(JDBC) ? Kind.QUERY : Kind.FILES, text);
    }

    /** Whether more may always come: such a place makes a job live. */
    public boolean isTopic() {
        return kind == Kind.TOPIC;
    }

    public boolean isQuery() {
        return kind == Kind.QUERY;
    }

    /** As an option names it. */
    @Override
    public String toString() {
        return isTopic() ? KAFKA + name : name;
    }

    /** Whether Kafka accepts the name as that of a topic. */
    static boolean isTopicName(String name) {
        return TOPIC.matcher(name).matches();
    }
}
