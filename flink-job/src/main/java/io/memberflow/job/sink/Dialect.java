package io.memberflow.job.sink;

/** A kind of database that holds the tables. All that differs between them starts here. */
enum Dialect {
    POSTGRESQL("jdbc:postgresql:", "org.postgresql.Driver"),
    H2("jdbc:h2:", "org.h2.Driver");

    private final String urlPrefix;
    private final String driver;

    Dialect(String urlPrefix, String driver) {
        this.urlPrefix = urlPrefix;
        this.driver = driver;
    }

    /**
     * The dialect that a JDBC URL speaks.
     *
     * @throws DatabaseProblem when it is none of these
     */
    static Dialect of(String url) {
        for (Dialect dialect : values()) {
            if (url.startsWith(dialect.urlPrefix)) {
                return dialect;
            }
        }
        throw new DatabaseProblem(
                "The database URL \"%s\" is of no kind that Memberflow knows.\n".formatted(url)
                        + "Give one that starts with jdbc:postgresql: or jdbc:h2: .");
    }

    String driver() {
        return driver;
    }

    /** Where Flyway finds this dialect's migrations on the class path. */
    String migrations() {
        return "classpath:db/migration/" + name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The statements that write members. */
    MemberTables memberTables() {
        return this == POSTGRESQL ? new PostgresMemberTables() : new H2MemberTables();
    }
}
