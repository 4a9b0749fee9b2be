package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.support.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody wants to mend a query at night: those of the runbook run on the tables there are. */
class RunbookITCase {
    private static final Pattern QUERY = Pattern.compile("`(select [^`]+)`");

    @ParameterizedTest
    @EnumSource(Databases.Kind.class)
    void everyQueryOfTheRunbookRuns(Databases.Kind kind) throws Exception {
        List<String> queries =
                QUERY.matcher(Files.readString(Path.of("..", "docs", "operations.md")))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .map(query -> query.replace("...", "'m-42'").replace("= N", "= 1"))
                        .toList();
        assertThat(queries).hasSizeGreaterThan(7);
        try (Databases databases = new Databases()) {
            DatabaseConfig database = databases.fresh(kind);
            new Tables(database).migrate();
            try (Connection connection = Connections.open(database);
                    Statement statement = connection.createStatement()) {
                for (String query : queries) {
                    try (ResultSet rows = statement.executeQuery(query)) {
                        assertThat(rows.next()).as(query).isFalse();
                    }
                }
            }
        }
    }
}
