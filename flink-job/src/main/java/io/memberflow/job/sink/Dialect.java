package io.memberflow.job.sink;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A kind of database that holds the tables. All that differs between them starts here. */
enum Dialect {
    POSTGRESQL("org.postgresql.Driver", "jdbc:postgresql:"),
    /** MySQL and MariaDB: one driver, the same statements, one set of migrations. */
    MYSQL("org.mariadb.jdbc.Driver", "jdbc:mysql:", "jdbc:mariadb:"),
    H2("org.h2.Driver", "jdbc:h2:");

    /** Half-open connections must not hang a task for ever; a batch takes well under a second. */
    private static final int SINK_SOCKET_SECONDS = 120;

    private final String driver;
    private final List<String> urlPrefixes;

    Dialect(String driver, String... urlPrefixes) {
        this.driver = driver;
        this.urlPrefixes = List.of(urlPrefixes);
    }

    /**
     * The dialect that a JDBC URL speaks.
     *
     * @throws DatabaseProblem when it is none of these
     */
    static Dialect of(String url) {
        for (Dialect dialect : values()) {
            if (dialect.urlPrefixes.stream().anyMatch(url::startsWith)) {
                return dialect;
            }
        }
        throw new DatabaseProblem(
                "The database URL \"%s\" is of no kind that Memberflow knows.\n".formatted(url)
                        + "Give one that starts with jdbc:postgresql:, jdbc:mysql:, jdbc:mariadb:"
                        + " or jdbc:h2: .");
    }

    String driver() {
        return driver;
    }

    /** Properties of the driver for a connection that a task writes with. */
    Map<String, String> sinkProperties() {
        return switch (this) {
            case POSTGRESQL -> Map.of("socketTimeout", String.valueOf(SINK_SOCKET_SECONDS));
            case MYSQL -> Map.of("socketTimeout", String.valueOf(SINK_SOCKET_SECONDS * 1_000));
            case H2 -> Map.of();
        };
    }

    /** Where Flyway finds this dialect's migrations on the class path. */
    String migrations() {
        return "classpath:db/migration/" + name().toLowerCase(Locale.ROOT);
    }

    /** A column's name in a statement: "change" and "sensitive" are reserved words of MySQL. */
    String column(String name) {
        return this == MYSQL ? "`" + name + "`" : name;
    }

    /** The statements that write members. */
    MemberTables memberTables() {
        return switch (this) {
            case POSTGRESQL -> new PostgresMemberTables();
            case MYSQL -> new MySqlMemberTables();
            case H2 -> new H2MemberTables();
        };
    }
}
