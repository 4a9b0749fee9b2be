package io.memberflow.job.config;

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
                "The database: jdbc:postgresql://HOST/DATABASE or jdbc:h2:file:./PATH.",
                "Default: " + EMBEDDED
            })
    String jdbcUrl;

    @Option(
            names = "--jdbc-user",
            paramLabel = "USER",
            description = {"The user of the database.", "Default: none"})
    String jdbcUser;

    @Option(
            names = "--jdbc-password-file",
            paramLabel = "FILE",
            description = {
                "The file whose first line is the password; a password itself is never an option.",
                "Default: none"
            })
    String jdbcPasswordFile;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = {
                "The schema of the tables; created when the tables are.",
                "Default: the connection's own"
            })
    String schema;

    /** The database as given. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** The user, or null. */
    public String jdbcUser() {
        return jdbcUser;
    }

    /** The file that holds the password, or null. */
    public String jdbcPasswordFile() {
        return jdbcPasswordFile;
    }

    /** The schema, or null for the connection's own. */
    public String schema() {
        return schema;
    }

    boolean isEmbedded() {
        return jdbcUrl.startsWith("jdbc:h2:");
    }

    /**
     * Refuses what no driver of this version can open.
     *
     * @throws WrongUse naming the option to mend
     */
    public void validate() {
        if (!isEmbedded() && !jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new WrongUse(
                    "--jdbc-url "
                            + Secrets.mask(jdbcUrl)
                            + " names no database this version can write to: give"
                            + " jdbc:postgresql://HOST/DATABASE or jdbc:h2:file:./PATH.");
        }
        if (schema != null && !schema.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new WrongUse(
                    "--schema "
                            + schema
                            + " is no plain name: use lower-case letters, digits and underscores.");
        }
    }
}
