package io.memberflow.job.config;

import java.io.Serializable;

/**
 * Where the tables are. The password itself is no part of it.
 *
 * @param url the JDBC URL
 * @param user the user, null for none
 * @param passwordFile the file that holds the password, null for none
 * @param schema the schema, null for the connection's own
 */
public record Database(String url, String user, String passwordFile, String schema)
        implements Serializable {}
