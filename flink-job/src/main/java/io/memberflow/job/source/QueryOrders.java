package io.memberflow.job.source;

import io.memberflow.job.config.OrdersQuery;
import io.memberflow.order.RawEvent;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A bounded source of the rows of a database query, its columns named as in a CSV file, read by one
 * task. Flink's own JDBC source loses rows at the seams of its splits and is at-most-once unless
 * told otherwise; this one has no seams and {@link QuerySplitReader} says what it promises.
 */
final class QueryOrders
        implements Source<RawEvent, QueryPosition, Boolean>, ResultTypeQueryable<RawEvent> {
    private static final long serialVersionUID = 1L;

    private final OrdersQuery query;

    QueryOrders(OrdersQuery query) {
        this.query = query;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public TypeInformation<RawEvent> getProducedType() {
        return TypeInformation.of(RawEvent.class);
    }

    @Override
    public SourceReader<RawEvent, QueryPosition> createReader(SourceReaderContext context) {
        return new Reader(query, context);
    }

    @Override
    public SplitEnumerator<QueryPosition, Boolean> createEnumerator(
            SplitEnumeratorContext<QueryPosition> context) {
        return new OneReader(context, QueryPosition.START);
    }

    @Override
    public SplitEnumerator<QueryPosition, Boolean> restoreEnumerator(
            SplitEnumeratorContext<QueryPosition> context, Boolean taken) {
        return new OneReader(context, taken ? null : QueryPosition.START);
    }

    @Override
    public SimpleVersionedSerializer<QueryPosition> getSplitSerializer() {
        return new QueryPosition.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
        return new Taken();
    }

    private static final class Reader
            extends SingleThreadMultiplexSourceReaderBase<
                    QuerySplitReader.Row, RawEvent, QueryPosition, Reader.Reached> {

        /** The position that is part of the next checkpoint. */
        static final class Reached {
            private QueryPosition position;

            Reached(QueryPosition position) {
                this.position = position;
            }
        }

        Reader(OrdersQuery query, SourceReaderContext context) {
            super(
                    () -> new QuerySplitReader(query),
                    (row, output, reached) -> {
                        output.collect(row.event());
                        reached.position = row.position();
                    },
                    context.getConfiguration(),
                    context);
        }

        @Override
        public void start() {
            if (getNumberOfCurrentlyAssignedSplits() == 0) {
                context.sendSplitRequest();
            }
        }

        @Override
        protected Reached initializedState(QueryPosition position) {
            return new Reached(position);
        }

        @Override
        protected QueryPosition toSplitType(String splitId, Reached reached) {
            return reached.position;
        }

        @Override
        protected void onSplitFinished(Map<String, Reached> finished) {
            context.sendSplitRequest(); // is told that there is no more
        }
    }

    /** Gives the query to the first reader that asks; its state says whether it is given. */
    private static final class OneReader implements SplitEnumerator<QueryPosition, Boolean> {
        private final SplitEnumeratorContext<QueryPosition> context;
        private QueryPosition waiting;

        OneReader(SplitEnumeratorContext<QueryPosition> context, QueryPosition waiting) {
            this.context = context;
            this.waiting = waiting;
        }

        @Override
        public void start() {
            // readers ask
        }

        @Override
        public void handleSplitRequest(int subtask, String host) {
            if (waiting == null) {
                context.signalNoMoreSplits(subtask);
            } else {
                context.assignSplit(waiting, subtask);
                waiting = null;
            }
        }

        @Override
        public void addSplitsBack(List<QueryPosition> splits, int subtask) {
            waiting = splits.get(0);
        }

        @Override
        public void addReader(int subtask) {
            // readers ask
        }

        @Override
        public Boolean snapshotState(long checkpointId) {
            return waiting == null;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private static final class Taken implements SimpleVersionedSerializer<Boolean> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Boolean taken) {
            return new byte[] {(byte) (taken ? 1 : 0)};
        }

        @Override
        public Boolean deserialize(int version, byte[] serialized) {
            return serialized[0] == 1;
        }
    }
}
