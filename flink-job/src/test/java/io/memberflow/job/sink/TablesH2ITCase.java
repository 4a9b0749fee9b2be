package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesH2ITCase extends TablesContract {
    @TempDir Path directory;

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2(directory);
    }

    @Test
    void aPlainConnectionReadsTheTables() throws Exception {
        tables.migrate();
        Writers.write(db.config, Samples.rows("m", 1, Samples.segments(1, "v")));
        try (Connection connection = DriverManager.getConnection(db.config.url(), "sa", "");
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select * from member_segment")) {
                rows.next();
                assertThat(rows.getString("value")).isEqualTo("v");
            }
            try (ResultSet rows = statement.executeQuery("select * from segment_summary")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void lowerCaseDatabasesWorkToo() {
        DatabaseConfig config =
                new DatabaseConfig(
                        db.config.url() + "_l;DATABASE_TO_LOWER=TRUE", null, null, "crm");
        Tables lower = new Tables(config);
        lower.migrate();
        lower.check();
        Writers.write(config, Samples.rows("m", 1, Samples.segments(1, "v")));
        assertThat(lower.segmentSummary()).hasSize(1);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldWithTheCure() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        DatabaseConfig config = new DatabaseConfig("jdbc:h2:" + file + "/db", null, null, null);
        assertThatThrownBy(() -> new Tables(config).migrate())
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining(file.toString());
    }

    @Test
    void aRelativePathIsToldWithTheCure() {
        DatabaseConfig config = new DatabaseConfig("jdbc:h2:plain", null, null, null);
        assertThatThrownBy(() -> new Tables(config).migrate())
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("jdbc:h2:./");
    }

    @Test
    void aWrongPasswordIsToldWithTheCure() throws Exception {
        tables.migrate();
        Path file = Files.writeString(directory.resolve("password"), "wrong-secret");
        DatabaseConfig config = new DatabaseConfig(db.config.url(), "sa", file.toString(), null);
        assertThatThrownBy(() -> new Tables(config).check())
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("--jdbc-password-file")
                .hasMessageNotContaining("secret");
    }
}
