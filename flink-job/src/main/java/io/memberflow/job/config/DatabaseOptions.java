package io.memberflow.job.config;

import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.DatabaseProblem;
import picocli.CommandLine.Option;

/** Where the tables are. */
public final class DatabaseOptions {

    /** The embedded database that is used when none is named. */
    public static final String EMBEDDED = "jdbc:h2:file:./memberflow-data/memberflow";

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            defaultValue = EMBEDDED,
            description = {
                "The database: jdbc:postgresql://HOST/DATABASE, jdbc:mysql://HOST/DATABASE,"
                        + " jdbc:mariadb://HOST/DATABASE or jdbc:h2:file:./PATH.",
                "Default: " + EMBEDDED
            })
    private String jdbcUrl;

    @Option(
            names = "--jdbc-user",
            paramLabel = "USER",
            description = {"The user of the database.", "Default: none"})
    private String jdbcUser;

    @Option(
            names = "--jdbc-password-file",
            paramLabel = "FILE",
            description = {
                "The file whose first line is the password; a password itself is never an option.",
                "Default: none"
            })
    private String jdbcPasswordFile;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = {
                "The schema of the tables (MySQL, MariaDB: the database); created when they are.",
                "Default: the connection's own"
            })
    private String schema;

    boolean isEmbedded() {
        return jdbcUrl.startsWith("jdbc:h2:");
    }

    /**
     * The database as given.
     *
     * @throws WrongUse when it is of no known kind, carries a password, names no plain schema or
     *     lies in a folder that cannot be written
     */
    public DatabaseConfig toDatabase() {
        try {
            DatabaseConfig database =
                    new DatabaseConfig(jdbcUrl, jdbcUser, jdbcPasswordFile, schema);
            EmbeddedFolder.check(jdbcUrl);
            return database;
        } catch (DatabaseProblem e) {
            throw WrongUse.because(e);
        }
    }
}
