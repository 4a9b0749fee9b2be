package io.memberflow.editor;

import java.util.Map;
import picocli.CommandLine.Option;

/** Where the tables are: named as the job names it, on the line or in the environment. */
final class DatabaseOptions {
    private static final String EMBEDDED = "jdbc:h2:file:./memberflow-data/memberflow";

    @Option(names = "--jdbc-url", paramLabel = "URL", descriptionKey = "database.url")
    private String url;

    @Option(names = "--jdbc-user", paramLabel = "USER", descriptionKey = "database.user")
    private String user;

    @Option(
            names = "--jdbc-password-file",
            paramLabel = "FILE",
            descriptionKey = "database.passwordFile")
    private String passwordFile;

    @Option(names = "--schema", paramLabel = "NAME", descriptionKey = "database.schema")
    private String schema;

    /** Whether somebody said where; otherwise it is where a job without options keeps it. */
    boolean isGiven() {
        return given(url, System.getenv("MEMBERFLOW_JDBC_URL")) != null;
    }

    Database database() {
        Map<String, String> environment = System.getenv();
        String where = given(url, environment.get("MEMBERFLOW_JDBC_URL"));
        return Database.of(
                where == null ? EMBEDDED : where,
                given(user, environment.get("MEMBERFLOW_JDBC_USER")),
                given(passwordFile, environment.get("MEMBERFLOW_JDBC_PASSWORD_FILE")),
                given(schema, environment.get("MEMBERFLOW_SCHEMA")));
    }

    private static String given(String onTheLine, String inTheEnvironment) {
        return onTheLine != null ? onTheLine : inTheEnvironment;
    }
}
