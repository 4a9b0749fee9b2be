package io.memberflow.job.config;

import java.io.Serializable;

/**
 * A database query whose rows are orders.
 *
 * @param url the JDBC URL, without a password
 * @param sql the text of the query
 * @param user the database's user, null for the driver's default
 * @param passwordFile the file that holds the password, null for none; it is read wherever a
 *     connection is opened
 */
public record OrdersQuery(String url, String sql, String user, String passwordFile)
        implements Serializable {}
