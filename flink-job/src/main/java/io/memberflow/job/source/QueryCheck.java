package io.memberflow.job.source;

import io.memberflow.job.config.OrdersQuery;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.sink.DatabaseProblem;
import io.memberflow.order.InputProblem;
import io.memberflow.order.OrderReader;
import java.sql.SQLException;

/** The check of a query before a job starts; the query itself is not executed. */
final class QueryCheck {

    private QueryCheck() {}

    /**
     * Passes when the database answers, takes the query, and its columns make orders.
     *
     * @throws WrongUse with one sentence on what is wrong
     */
    static void run(OrdersQuery query) {
        String header;
        try (QueryRows rows = QueryRows.open(query)) {
            header = rows.header();
        } catch (DatabaseProblem | QueryProblem e) {
            throw WrongUse.because(e);
        } catch (SQLException e) {
            throw new WrongUse(sentence(query, String.valueOf(e.getSQLState())), e);
        }
        try {
            OrderReader.readsLines(header);
        } catch (InputProblem e) {
            throw new WrongUse(
                    "--orders-query-file selects %s, but as that of a CSV %s"
                            .formatted(header, e.getMessage()),
                    e);
        }
    }

    /** What a state says; the database's own words might quote a row. */
    private static String sentence(OrdersQuery query, String state) {
        if (state.startsWith("42")) {
            return "--orders-query-file: the database at %s does not take the query (SQLState %s, %s): mend it."
                    .formatted(query.url(), state, wrongInQuery(state));
        }
        if (state.startsWith("28")) {
            return "The orders' database at %s does not accept the user (SQLState %s): check --orders-jdbc-user and --orders-jdbc-password-file."
                    .formatted(query.url(), state);
        }
        return "The orders' database at %s cannot be used (SQLState %s): see that it runs, and check the URL."
                .formatted(query.url(), state);
    }

    private static String wrongInQuery(String state) {
        return switch (state) {
            case "42P01", "42S02", "42S03", "42S04" -> "a table is missing";
            case "42703", "42S22" -> "a column is missing";
            case "42501" -> "the user lacks a right";
            default -> "the SQL is not valid";
        };
    }
}
