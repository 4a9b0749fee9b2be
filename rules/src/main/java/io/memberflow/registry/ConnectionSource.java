package io.memberflow.registry;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where the registry gets its connections. Each is closed after one transaction; a source may hand
 * out one that stays open behind it. The tables are looked for in the connection's own schema, its
 * session takes {@code value} for a plain name (H2: {@code SET NON_KEYWORDS VALUE}), and on MySQL
 * its time zone is UTC.
 */
@FunctionalInterface
public interface ConnectionSource {
    Connection open() throws SQLException;
}
