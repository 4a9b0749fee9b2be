package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesPostgresITCase extends TablesContract {
    @TempDir Path directory;

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }

    @Test
    void idsCompareByCodePoint() {
        tables.migrate();
        Writers.write(
                db.config,
                Samples.rows("b", 1),
                Samples.rows("B", 1),
                Samples.rows("a", 1),
                Samples.rows("ä", 1),
                Samples.rows("\uD83D\uDE00", 1),
                Samples.rows("\uFF5E", 1));
        assertThat(db.rows("select member_id from member_profile order by member_id"))
                .containsExactly("B", "a", "b", "ä", "\uFF5E", "\uD83D\uDE00");
    }

    @Test
    void anUnreachableHostIsToldWithTheCure() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        problem(new DatabaseConfig("jdbc:postgresql://localhost:" + free + "/x", "u", null, null))
                .hasMessageContaining("localhost:" + free)
                .hasMessageContaining("see that it runs");
    }

    @Test
    void aMissingDatabaseIsToldWithTheCure() {
        String url = db.config.url().replaceFirst("/[^/]*$", "/nowhere");
        problem(new DatabaseConfig(url, "postgres", null, null))
                .hasMessageContaining("/nowhere")
                .hasMessageContaining("create it");
    }

    @Test
    void aWrongPasswordIsToldWithTheCureAndTheRightOneIsReadAtEachConnection() throws Exception {
        demandPasswordOf("locked");
        db.execute(
                "drop role if exists locked",
                "create role locked login superuser password 'right one'");
        Path file = directory.resolve("password");
        Files.writeString(file, "wrong-secret\n");
        DatabaseConfig config =
                new DatabaseConfig(db.config.url(), "locked", file.toString(), null);

        problem(config)
                .hasMessageContaining("28P01")
                .hasMessageContaining("--jdbc-password-file")
                .hasMessageNotContaining("secret");
        Files.writeString(file, "right one\n");
        assertThat(new Tables(config).migrate()).isPositive();

        Files.delete(file);
        problem(config).hasMessageContaining(file.toString());
    }

    @Test
    void aMissingRightIsToldWithTheCure() {
        tables.migrate();
        db.execute("drop role if exists reader", "create role reader login");
        DatabaseConfig config = new DatabaseConfig(db.config.url(), "reader", null, null);
        assertThatThrownBy(() -> new Tables(config).rowVersionFloor())
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("select from member_profile")
                .hasMessageContaining("lacks a right");
    }

    /** The server of the tests trusts everybody; from now on it does not trust this one. */
    private void demandPasswordOf(String role) throws Exception {
        Path hba = Path.of(db.one("show hba_file"));
        String rule = "host all " + role + " all scram-sha-256\n";
        Files.writeString(hba, rule + Files.readString(hba));
        String loaded = db.one("select pg_conf_load_time()");
        db.rows("select pg_reload_conf()");
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (db.one("select pg_conf_load_time()").equals(loaded)) {
            assertThat(System.nanoTime()).as("reloading takes too long").isLessThan(deadline);
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> problem(
            DatabaseConfig config) {
        return assertThatThrownBy(() -> new Tables(config).check())
                .isInstanceOf(DatabaseProblem.class);
    }
}
