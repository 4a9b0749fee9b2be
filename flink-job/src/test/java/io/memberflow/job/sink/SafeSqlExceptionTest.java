package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeSqlExceptionTest {
    @Test
    void nothingOfTheDriversTextIsLeft() {
        SQLException next = new SQLException("Detail: Key (member_id)=(secret)", "23505");
        BatchUpdateException batch =
                new BatchUpdateException("Batch entry 0 insert ('secret')", null, 7, new int[0]);
        batch.setNextException(next);
        batch.initCause(new SQLException("secret"));
        batch.addSuppressed(new SQLException("secret"));

        SafeSqlException safe = SafeSqlException.of("insert into member_profile", batch);

        StringWriter printed = new StringWriter();
        safe.printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString())
                .contains("insert into member_profile", "23505")
                .doesNotContain("secret");
        assertThat((Throwable) safe.getNextException()).isNull();
        assertThat((Throwable) SafeSqlException.of("again", safe)).isSameAs(safe);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insert into member_profile (a) values ('x') | insert into member_profile",
                "  MERGE INTO t t2 USING s | merge into t",
                "select a, 'from x' from member_tag where b = 'y' | select from x",
                "select 1 | select",
                "delete from x where y = 'secret' | delete from x",
                "update x set y = 'secret' | update x",
                "insert into \"secret\" values (1) | insert into",
                "with secret as (select 1) select 2 | a statement",
                "'' | a statement"
            })
    void anOperationIsAVerbAndATable(String sql, String operation) {
        assertThat(SafeSqlException.operation(sql)).isEqualTo(operation);
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, --jdbc-password-file",
        "3D000, create it",
        "08001, cannot be reached",
        "08006, cannot be reached",
        "57P01, cannot be reached",
        "42P01, memberflow migrate",
        "42S02, memberflow migrate",
        "53300, short of resources",
        "53100, disk of the database is full",
        "90020, Another process",
        "25006, read only"
    })
    void usualFailuresComeWithTheirCure(String state, String cure) {
        assertThat((Throwable) SafeSqlException.of("x", new SQLException("secret", state)))
                .hasMessageContaining(state)
                .hasMessageContaining(cure)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "40001, true, false",
        "40P01, true, false",
        "08006, true, true",
        "57P01, true, true",
        "57P03, true, true",
        "28P01, false, false",
        "42P01, false, false",
        "53100, false, false",
        "22001, false, false",
        "23505, false, false",
        ", false, false"
    })
    void whatPasses(String state, boolean passes, boolean lost) {
        SafeSqlException e = SafeSqlException.of("x", new SQLException("secret", state));
        assertThat(e.isTransient()).isEqualTo(passes);
        assertThat(e.isConnectionLost()).isEqualTo(lost);
    }

    /** MySQL and MariaDB tell most by a number. */
    @ParameterizedTest
    @CsvSource({
        "28000, 1045, --jdbc-password-file",
        "HY000, 1862, --jdbc-password-file",
        "S1009, -1, sslMode",
        "42000, 1049, create it",
        "3D000, 1046, --schema",
        "42000, 1044, lacks a right",
        "42000, 1142, lacks a right",
        "42S02, 1146, memberflow migrate",
        "08004, 1040, more connections",
        "42000, 1226, more connections",
        "HY000, 1290, read only",
        "25006, 1792, read only",
        "HY000, 1114, disk of the database is full",
        "HY000, 1665, binlog_format",
        "08S01, 1153, max_allowed_packet",
        "08S01, 1053, cannot be reached",
        "HY000, 1205, hold the same rows"
    })
    void usualFailuresOfMySqlComeWithTheirCure(String state, int code, String cure) {
        assertThat((Throwable) SafeSqlException.of("x", new SQLException("secret", state, code)))
                .hasMessageContaining("code " + code)
                .hasMessageContaining(cure)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "40001, 1213, true, false", // deadlock
        "HY000, 1205, true, false", // lock wait timeout
        "HY000, 1020, true, false", // changed since it was read
        "42000, 1226, true, false", // too many connections of the user
        "08004, 1040, true, true", // too many connections
        "08S01, 1053, true, true", // shutting down
        "70100, 1317, true, true", // killed
        "70100, 1927, true, true", // killed
        "HY000, 4031, true, true", // idle for too long
        "HY000, 1290, true, true", // read only after a switch-over
        "08S01, 1153, false, false", // too long for a packet
        "23000, 1062, false, false",
        "22001, 1406, false, false",
        "28000, 1045, false, false",
        "42S02, 1146, false, false",
        "HY000, 1114, false, false"
    })
    void whatPassesOfMySql(String state, int code, boolean passes, boolean lost) {
        SafeSqlException e = SafeSqlException.of("x", new SQLException("secret", state, code));
        assertThat(e.isTransient()).isEqualTo(passes);
        assertThat(e.isConnectionLost()).isEqualTo(lost);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1406 | (conn=5) Data too long for column 'value' at row 1 | , column value)",
                "1264 | Out of range value for column 'orders_30d' at row 12 | , column orders_30d)",
                "1048 | Column 'since' cannot be null | , column since)",
                "1062 | Duplicate entry 'secret' for key 'PRIMARY' | , key PRIMARY)",
                "1062 | Duplicate entry 'x' for key 'secret' for key 'member_tag.PRIMARY' | , key"
                        + " member_tag.PRIMARY)",
                "1062 | Duplicate entry 'x' for key 'secret'... | 1062)",
                "1366 | Incorrect string value: 'for key 'secret' | 1366)",
                "1292 | Truncated incorrect value: 'column 'secret' cannot be null | 1292)"
            })
    void messagesOfMySqlGiveNamesAndNoValues(int code, String message, String names) {
        SQLException cause = new SQLException(message, "HY000", code);
        for (SQLException e : List.of(cause, new BatchUpdateException(new int[0], cause))) {
            assertThat((Throwable) SafeSqlException.of("x", e))
                    .hasMessageContaining(names)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void wrappedConnectionsLetNoValueOut() throws Exception {
        try (Connection connection =
                SafeJdbc.wrap(DriverManager.getConnection("jdbc:h2:mem:safe"))) {
            connection.createStatement().execute("create table t (x int primary key)");
            assertThatThrownBy(
                            () ->
                                    connection
                                            .createStatement()
                                            .execute("insert into t values ('secret')"))
                    .isInstanceOf(SafeSqlException.class)
                    .hasMessageContaining("insert into t")
                    .hasMessageNotContaining("secret");
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into t values (?)")) {
                insert.setString(1, "secret");
                assertThat(insert.toString()).isEqualTo("insert into t");
                insert.addBatch();
                assertThatThrownBy(insert::executeBatch)
                        .isInstanceOf(SafeSqlException.class)
                        .hasMessageNotContaining("secret");
                assertThat(insert.getConnection().prepareStatement("select 1").executeQuery())
                        .satisfies(
                                rows ->
                                        assertThatThrownBy(() -> rows.getInt("secret"))
                                                .isInstanceOf(SafeSqlException.class)
                                                .hasMessageNotContaining("secret"));
            }
        }
    }
}
