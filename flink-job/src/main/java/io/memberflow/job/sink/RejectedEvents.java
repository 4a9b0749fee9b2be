package io.memberflow.job.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** The rows of {@code rejected_event}, for a command. */
public final class RejectedEvents {
    private static final int PAGE_ROWS = 500;

    private final DatabaseConfig database;

    public RejectedEvents(DatabaseConfig database) {
        this.database = database;
    }

    /**
     * A row.
     *
     * @param raw the event's text as {@link io.memberflow.order.RawText} writes it
     * @param rawBytes how many bytes the event had
     * @param memberId the member, or null
     */
    public record Row(
            String id,
            String stream,
            String origin,
            String code,
            String raw,
            long rawBytes,
            String memberId) {}

    /**
     * Which rows.
     *
     * @param streams of these streams, at least one
     * @param codes refused for these reasons, at least one
     * @param since refused then or later
     */
    public record Filter(Collection<String> streams, Collection<String> codes, Instant since) {}

    /**
     * Goes through the rows, some at a time; what the action does to them meanwhile is no matter.
     *
     * @throws DatabaseProblem when the database does not let it
     */
    public void forEach(Filter filter, Consumer<Row> action) {
        String last = "";
        List<Row> page;
        do {
            page = page(filter, last);
            page.forEach(action);
            last = page.isEmpty() ? last : page.get(page.size() - 1).id();
        } while (page.size() == PAGE_ROWS);
    }

    private List<Row> page(Filter filter, String after) {
        String sql =
                "select id, stream, origin, code, raw, raw_bytes, member_id from rejected_event"
                        + " where id > ? and stream in (%s) and code in (%s) and at >= ?"
                                .formatted(marks(filter.streams()), marks(filter.codes()))
                        + " order by id limit "
                        + PAGE_ROWS;
        try (Connection connection = Connections.open(database);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            statement.setString(index++, after);
            for (String stream : filter.streams()) {
                statement.setString(index++, stream);
            }
            for (String code : filter.codes()) {
                statement.setString(index++, code);
            }
            Upserts.setInstant(statement, index, filter.since());
            List<Row> page = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    page.add(
                            new Row(
                                    rows.getString(1),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getString(5),
                                    rows.getLong(6),
                                    rows.getString(7)));
                }
            }
            return page;
        } catch (SQLException e) {
            SafeSqlException safe = SafeSqlException.of("reading rejected_event", e);
            throw new DatabaseProblem(safe.getMessage(), safe);
        }
    }

    private static String marks(Collection<String> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }
}
