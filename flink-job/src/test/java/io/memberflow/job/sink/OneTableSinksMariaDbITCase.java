package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class OneTableSinksMariaDbITCase extends OneTableSinksContract {
    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariaDb();
    }

    /** Each row of a batch would be a transaction of its own, and wait for the disk. */
    @Test
    void aBatchIsOneTransaction() throws Exception {
        try (Connection connection = db.open();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into rule_channel values"
                                        + " (?, 1, 1, null, ?, 0, now(), false, 'x', now())")) {
            add(insert, "a", "FULL");
            add(insert, "b", "FULL");
            insert.executeBatch();
            add(insert, "c", "FULL");
            add(insert, "d", "NONE");
            assertThatThrownBy(insert::executeBatch).isInstanceOf(SafeSqlException.class);
            assertThat(connection.getAutoCommit()).isTrue();
            insert.clearBatch();

            connection.setAutoCommit(false);
            add(insert, "e", "FULL");
            insert.executeBatch();
            connection.rollback();
        }
        assertThat(db.rows("select channel from rule_channel order by 1"))
                .containsExactly("a", "b");
    }

    private static void add(PreparedStatement insert, String channel, String mode)
            throws SQLException {
        insert.setString(1, channel);
        insert.setString(2, mode);
        insert.addBatch();
    }
}
