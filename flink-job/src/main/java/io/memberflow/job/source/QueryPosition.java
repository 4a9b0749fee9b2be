package io.memberflow.job.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * How far the one reader of a query is: the only split there is.
 *
 * @param rows how many rows were handed on
 * @param digest a digest of these rows in their order, by which the same ones are known again
 */
record QueryPosition(long rows, long digest) implements SourceSplit {

    static final QueryPosition START = new QueryPosition(0, 0);
    static final String ID = "query";

    @Override
    public String splitId() {
        return ID;
    }

    static final class Serializer implements SimpleVersionedSerializer<QueryPosition> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(QueryPosition position) {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(position.rows)
                    .putLong(position.digest)
                    .array();
        }

        @Override
        public QueryPosition deserialize(int version, byte[] serialized) throws IOException {
            if (version != VERSION) {
                throw new IOException("Version " + version + " of a query's position is unknown");
            }
            ByteBuffer bytes = ByteBuffer.wrap(serialized);
            return new QueryPosition(bytes.getLong(), bytes.getLong());
        }
    }
}
