package io.memberflow.benchmarks.job;

import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.MemberSink;
import io.memberflow.job.sink.Tables;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;

/** Where rows go: somebody's database, or a PostgreSQL of this process's own. */
record Database(DatabaseConfig config, EmbeddedPostgres server) implements AutoCloseable {
    /** Null to discard rows. */
    static Database of(String sink, String user, String passwordFile) throws IOException {
        if (sink.equals("discard")) {
            return null;
        }
        EmbeddedPostgres server = sink.equals("postgres") ? EmbeddedPostgres.start() : null;
        DatabaseConfig config =
                server == null
                        ? new DatabaseConfig(sink, user, passwordFile, null)
                        : new DatabaseConfig(
                                "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                                "postgres",
                                null,
                                null);
        new Tables(config).migrate();
        return new Database(config, server);
    }

    /** The job's own sink. */
    Sink<MemberRows> members() {
        return new MemberSink(config);
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
