package io.memberflow.job.sink;

import java.io.IOException;
import java.io.Serializable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the tables are. The password is no part of it: it is read from its file whenever a
 * connection is opened, so it travels in no job graph and stands in no log.
 *
 * @param url a JDBC URL of PostgreSQL, MySQL, MariaDB or H2, without a password
 * @param user the database user, or null for the driver's default ({@code sa} for H2)
 * @param passwordFile path of a file that holds the password and nothing else but a line end, or
 *     null for none
 * @param schema the schema of the tables, which is a database to MySQL and MariaDB, or null for the
 *     connection's own; lower case
 */
public record DatabaseConfig(String url, String user, String passwordFile, String schema)
        implements Serializable {

    private static final Pattern PASSWORD =
            Pattern.compile(
                    "[?&;][a-z]*password[0-9]?=|://[^/?]*:[^/?]*@", Pattern.CASE_INSENSITIVE);
    private static final Pattern H2_FILE =
            Pattern.compile("jdbc:h2:(?:file:)?(?![a-zA-Z]{2,}:)(.*)", Pattern.DOTALL);
    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    /**
     * @throws DatabaseProblem when the URL is of an unknown kind, carries a password or sets what
     *     is ours to set, or when the schema is no plain name
     */
    public DatabaseConfig {
        if (PASSWORD.matcher(url).find() || PASSWORD.matcher(decoded(url)).find()) {
            throw new DatabaseProblem(
                    "The database URL carries a password, which others can read in the list of"
                            + " processes.\n"
                            + "Take it out and name a file that holds it: --jdbc-password-file.");
        }
        if (Dialect.of(url) == Dialect.MYSQL) {
            MySqlOptions.check(url);
        }
        if (schema != null && !SCHEMA.matcher(schema).matches()) {
            throw new DatabaseProblem(
                    "The schema \"%s\" is no plain name.\n".formatted(schema)
                            + "Use lower-case letters, digits and _, at most 63, a letter first.");
        }
    }

    Dialect dialect() {
        return Dialect.of(url);
    }

    /**
     * The URL to connect with. Flink interrupts the tasks that it cancels, and an interrupt closes
     * a plain file under H2, which then loses what was committed just before; its asynchronous
     * files bear it. The file is the same one. MariaDB's driver serves MySQL under its own prefix.
     */
    String driverUrl() {
        if (dialect() == Dialect.MYSQL) {
            return MySqlOptions.driverUrl(url);
        }
        Matcher file = H2_FILE.matcher(url);
        return file.matches() ? "jdbc:h2:async:" + file.group(1) : url;
    }

    /** Whether it is a file that this process has for itself. */
    boolean isEmbeddedFile() {
        return dialect() == Dialect.H2
                && H2_FILE.matcher(url).matches()
                && !url.toUpperCase(Locale.ROOT).contains("AUTO_SERVER");
    }

    String userOrDefault() {
        return user == null && dialect() == Dialect.H2 ? "sa" : user;
    }

    /**
     * The password as it stands in the file now; empty without a file.
     *
     * @throws DatabaseProblem when the file cannot be read
     */
    String readPassword() {
        if (passwordFile == null) {
            return "";
        }
        try {
            return Files.readString(Path.of(passwordFile)).replaceFirst("\\R+\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw new DatabaseProblem(
                    "The password file \"%s\" cannot be read (%s).\n"
                                    .formatted(passwordFile, e.getClass().getSimpleName())
                            + "Give --jdbc-password-file a file that this user may read.");
        }
    }

    private static String decoded(String url) {
        try {
            return URLDecoder.decode(url, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return url; // a lone % sign: then nothing is hidden behind one either
        }
    }
}
