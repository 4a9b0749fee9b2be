package io.memberflow.job.release;

import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.registry.TrustedKeys;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What the registry says of a channel, as commands for the deciders. To be run with parallelism 1.
 * It has no watermarks and never ends. Its state is what was told last; that is told again after a
 * restart, whether the database is there or not.
 *
 * <p>What it does is described in {@link Coordinator}.
 */
public final class ReleaseSource
        implements Source<ReleaseCommand, ReleaseSplit, Boolean>,
                ResultTypeQueryable<ReleaseCommand> {
    private static final long serialVersionUID = 1L;

    private final Settings settings;

    /**
     * Where to look and what to take.
     *
     * @param database where the registry is
     * @param channel the channel of this job
     * @param deciders how many subtasks have to prepare a release: the parallelism of deciding
     * @param windows windows beyond the standard ones, in days
     * @param poll how often to look
     * @param trustedKeys public keys as PEM, of which one has to have signed a release; null to
     *     take unsigned ones too
     */
    public record Settings(
            DatabaseConfig database,
            String channel,
            int deciders,
            List<Integer> windows,
            Duration poll,
            String trustedKeys)
            implements Serializable {}

    /**
     * @throws io.memberflow.rulebook.RulebookProblem when the trusted keys are none
     */
    public ReleaseSource(Settings settings) {
        if (settings.trustedKeys() != null) {
            TrustedKeys.of(settings.trustedKeys()); // here, where somebody reads what is wrong
        }
        this.settings = settings;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public TypeInformation<ReleaseCommand> getProducedType() {
        return TypeInformation.of(ReleaseCommand.class);
    }

    @Override
    public SourceReader<ReleaseCommand, ReleaseSplit> createReader(SourceReaderContext context) {
        return new ReleaseReader(settings, context);
    }

    @Override
    public SplitEnumerator<ReleaseSplit, Boolean> createEnumerator(
            SplitEnumeratorContext<ReleaseSplit> context) {
        return new ReleaseEnumerator(context, false);
    }

    @Override
    public SplitEnumerator<ReleaseSplit, Boolean> restoreEnumerator(
            SplitEnumeratorContext<ReleaseSplit> context, Boolean assigned) {
        return new ReleaseEnumerator(context, assigned);
    }

    @Override
    public SimpleVersionedSerializer<ReleaseSplit> getSplitSerializer() {
        return new ReleaseSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
        return new AssignedSerializer();
    }

    /** One byte: whether the split is with a reader. */
    private static final class AssignedSerializer implements SimpleVersionedSerializer<Boolean> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Boolean assigned) {
            return new byte[] {(byte) (assigned ? 1 : 0)};
        }

        @Override
        public Boolean deserialize(int version, byte[] serialized) throws IOException {
            if (version != 1 || serialized.length != 1) {
                throw new IOException("The state of the releases' enumerator is of no known form.");
            }
            return serialized[0] == 1;
        }
    }
}
