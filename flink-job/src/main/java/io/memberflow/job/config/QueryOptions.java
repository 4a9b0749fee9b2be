package io.memberflow.job.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How the orders of a {@code jdbc:} URL are asked for. */
final class QueryOptions {

    @Option(
            names = "--orders-query-file",
            paramLabel = "FILE",
            description = {
                "The SQL query whose rows are the orders of a jdbc: URL, its columns named as in a"
                        + " CSV; give it an ORDER BY.",
                "Default: none"
            })
    private String queryFile;

    @Option(
            names = "--orders-jdbc-user",
            paramLabel = "USER",
            description = {"The user of the orders' database.", "Default: none"})
    private String user;

    @Option(
            names = "--orders-jdbc-password-file",
            paramLabel = "FILE",
            description = {"The file whose first line is that user's password.", "Default: none"})
    private String passwordFile;

    /**
     * The query behind a URL.
     *
     * @param option the option that gave the URL
     * @throws WrongUse when there is none, or the URL carries a password
     */
    OrdersQuery toQuery(String option, String url) {
        if (!Secrets.mask(url).equals(url)) {
            throw new WrongUse(
                    "%s %s carries a password, which others can read in the list of processes: take it out and name a file that holds it, --orders-jdbc-password-file."
                            .formatted(option, Secrets.mask(url)));
        }
        if (queryFile == null) {
            throw new WrongUse(
                    "%s %s needs a query: give --orders-query-file a file of SQL that selects order_id, member_id, paid_at and amount."
                            .formatted(option, url));
        }
        return new OrdersQuery(url, sql(), user, passwordFile);
    }

    /**
     * Passes when nothing is said of a query.
     *
     * @throws WrongUse when something is, although no orders come from a database
     */
    void notGiven() {
        notGiven("--orders-query-file", queryFile);
        notGiven("--orders-jdbc-user", user);
        notGiven("--orders-jdbc-password-file", passwordFile);
    }

    private static void notGiven(String option, String value) {
        if (value != null) {
            throw new WrongUse(
                    option
                            + " is for orders of a database: leave it out, or give --orders or"
                            + " --orders-history a jdbc: URL.");
        }
    }

    /** The text of the file without what ends a statement in a shell, which drivers do not take. */
    private String sql() {
        String text;
        try {
            text = Files.readString(Path.of(queryFile));
        } catch (IOException | InvalidPathException e) {
            throw new WrongUse(
                    "--orders-query-file %s cannot be read: give a file of one SQL query."
                            .formatted(queryFile),
                    e);
        }
        String sql = text.strip().replaceFirst(";\\s*\\z", "").strip();
        if (sql.isEmpty()) {
            throw new WrongUse(
                    "--orders-query-file %s is empty: write one SQL query into it."
                            .formatted(queryFile));
        }
        return sql;
    }
}
