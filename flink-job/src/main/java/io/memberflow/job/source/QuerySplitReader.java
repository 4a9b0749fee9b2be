package io.memberflow.job.source;

import io.memberflow.job.config.OrdersQuery;
import io.memberflow.order.RawEvent;
import java.sql.SQLException;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rows of a query on the thread of a source. After a failure the query is executed again:
 * if its first rows are those that were handed on before, in the same order, reading goes on behind
 * them, so that each row comes once. If they are not, rows that are orders are all read again, for
 * to read a state of an order twice changes nothing; rows that are lines of orders cannot be, and
 * the job fails.
 */
final class QuerySplitReader implements SplitReader<QuerySplitReader.Row, QueryPosition> {
    private static final Logger LOG = LoggerFactory.getLogger(QuerySplitReader.class);
    private static final int BATCH_ROWS = 1_000;
    private static final int BATCH_BYTES = 1 << 20;

    private final OrdersQuery query;
    private QueryPosition position;

    /** Open while rows are read; the other thread looks at it to end a query that takes long. */
    private volatile QueryRows rows;

    private volatile boolean woken;

    /** A row, and the position behind it. */
    record Row(RawEvent event, QueryPosition position) {}

    QuerySplitReader(OrdersQuery query) {
        this.query = query;
    }

    @Override
    public void handleSplitsChanges(SplitsChange<QueryPosition> change) {
        position = change.splits().get(0);
    }

    @Override
    public RecordsWithSplitIds<Row> fetch() {
        RecordsBySplits.Builder<Row> batch = new RecordsBySplits.Builder<>();
        woken = false;
        try {
            if (rows == null) {
                resume();
            }
            int bytes = 0;
            for (int n = 0; n < BATCH_ROWS && bytes < BATCH_BYTES; n++) {
                RawEvent event = rows.next();
                if (event == null) {
                    batch.addFinishedSplit(QueryPosition.ID);
                    closeRows();
                    break;
                }
                position = rows.position();
                bytes += event.bytes().length;
                batch.add(QueryPosition.ID, new Row(event, position));
            }
        } catch (SQLException e) {
            closeRows();
            if (!woken) {
                throw new QueryProblem(
                        "The orders' database gave no more rows after row %d (SQLState %s): see that it runs, and start again."
                                .formatted(position.rows(), e.getSQLState()),
                        e);
            }
        }
        return batch.build();
    }

    /** Goes to where {@link #position} says, or to the beginning. */
    private void resume() throws SQLException {
        rows = QueryRows.open(query);
        while (rows.position().rows() < position.rows() && rows.next() != null) {}
        if (rows.position().equals(position)) {
            return;
        }
        if (rows.isOfLines()) {
            throw new QueryProblem(
                    "The orders' query does not give the rows it gave before the failure, so lines of orders would be lost or counted twice: order it by columns that tell all rows apart, let nobody change them meanwhile, and start again without state.");
        }
        LOG.warn(
                "The orders' query does not give the rows it gave before; all are read again. rows={}",
                position.rows());
        closeRows();
        position = QueryPosition.START;
        rows = QueryRows.open(query);
    }

    /** A query that takes long does not keep a job from ending. */
    @Override
    public void wakeUp() {
        woken = true;
        QueryRows open = rows;
        if (open != null) {
            try {
                open.cancel();
            } catch (SQLException e) {
                LOG.info("The orders' query was not cancelled. sqlState={}", e.getSQLState());
            }
        }
    }

    @Override
    public void close() {
        closeRows();
    }

    private void closeRows() {
        QueryRows open = rows;
        rows = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.info("The orders' database did not close. sqlState={}", e.getSQLState());
            }
        }
    }
}
