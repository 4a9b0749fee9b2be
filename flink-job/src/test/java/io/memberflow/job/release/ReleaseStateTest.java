package io.memberflow.job.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memberflow.job.release.ReleaseCommand.Kind;
import io.memberflow.job.support.SmallRulebook;
import io.memberflow.registry.Activation;
import io.memberflow.registry.Mode;
import io.memberflow.rulebook.Release;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What the source keeps and sends. */
class ReleaseStateTest {
    private final ReleaseSplitSerializer serializer = new ReleaseSplitSerializer();

    private static ReleaseCommand prepare(long seq) {
        return new ReleaseCommand(
                seq, Kind.PREPARE, SmallRulebook.release(1, 1), null, Mode.FULL, 0);
    }

    @Test
    void whatIsToldBecomesPendingAndThenActive() {
        ReleaseState state = ReleaseState.NOTHING.after(prepare(1));
        assertThat(state.active()).isNull();
        assertThat(state.pending().seq()).isEqualTo(1);
        state = state.after(prepare(1).activate());
        assertThat(state.active().seq()).isEqualTo(1);
        assertThat(state.active().active()).isNotNull();
        assertThat(state.pending()).isNull();
        // Told again after a restart.
        assertThat(state.after(prepare(1))).isEqualTo(state);
        assertThat(state.after(prepare(1).activate())).isEqualTo(state);
        // Only what was prepared last can be used.
        state = state.after(prepare(2)).after(prepare(3)).after(prepare(2).activate());
        assertThat(state.active().seq()).isEqualTo(1);
        assertThat(state.after(prepare(3).activate()).active().seq()).isEqualTo(3);
    }

    @Test
    void theStateComesBackAsItWas() throws IOException {
        String longText = "甜𠮷\u0000x".repeat(50_000);
        ReleaseCommand active =
                new ReleaseCommand(
                        Long.MAX_VALUE,
                        Kind.PREPARE,
                        Release.of(7, Map.of("a.drl", longText, "b.drl", "")),
                        SmallRulebook.release(8, 8),
                        Mode.CANARY,
                        15);
        for (ReleaseState state :
                new ReleaseState[] {
                    ReleaseState.NOTHING,
                    new ReleaseState(active, null),
                    new ReleaseState(null, prepare(3)),
                    new ReleaseState(active, prepare(3))
                }) {
            byte[] bytes = serializer.serialize(new ReleaseSplit(state));
            ReleaseState read = serializer.deserialize(serializer.getVersion(), bytes).state();
            assertThat(read).usingRecursiveComparison().isEqualTo(state);
        }
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("of version 2; this Memberflow knows version 1.");
    }

    @Test
    void flinkSendsItWithSerializersOfItsOwn() throws IOException {
        for (Object message :
                new Object[] {
                    prepare(5),
                    prepare(5).activate(),
                    new ReleaseCommand(
                            6,
                            Kind.PREPARE,
                            SmallRulebook.release(1, 1),
                            SmallRulebook.release(2, 2),
                            Mode.SHADOW,
                            0),
                    new Activation(
                            "j",
                            -1,
                            5,
                            1,
                            Activation.State.REJECTED,
                            null,
                            2L,
                            null,
                            "不行",
                            Instant.EPOCH.plusNanos(1_000)),
                    new Activation(
                            "j", 0, 5, 1, Activation.State.ACTIVE, 1L, null, 3L, null, Instant.MAX)
                }) {
            assertThat(sent(message)).usingRecursiveComparison().isEqualTo(message);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T sent(T message) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        TypeSerializer<T> serializer =
                TypeInformation.of((Class<T>) message.getClass())
                        .createSerializer(new SerializerConfigImpl(configuration));
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(message, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
