package io.memberflow.job.support;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/** What state a savepoint holds: of which operator, under which name, in which form. */
public final class SavepointStates {
    private static final ClassLoader LOADER = SavepointStates.class.getClassLoader();

    private SavepointStates() {}

    /**
     * A line a state: the operator's uid, the kind of state, its name, and for each of its
     * serializers what it is and a checksum of all that its snapshot says, fields included.
     */
    public static SortedSet<String> of(Path savepoint) throws Exception {
        SortedSet<String> lines = new TreeSet<>();
        try (DataInputStream in =
                new DataInputStream(Files.newInputStream(savepoint.resolve("_metadata")))) {
            for (OperatorState operator :
                    Checkpoints.loadCheckpointMetadata(in, LOADER, savepoint.toString())
                            .getOperatorStates()) {
                String uid = operator.getOperatorUid().orElseThrow();
                if (operator.getCoordinatorState() != null) {
                    lines.add(uid + " | coordinator");
                }
                for (OperatorSubtaskState subtask : operator.getStates()) {
                    for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                        keyed((KeyGroupsStateHandle) handle)
                                .forEach(state -> lines.add(uid + " | " + line(state)));
                    }
                    for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                        ofOperator(handle).forEach(state -> lines.add(uid + " | " + line(state)));
                    }
                }
            }
        }
        return lines;
    }

    private static List<StateMetaInfoSnapshot> keyed(KeyGroupsStateHandle handle)
            throws IOException {
        try (FSDataInputStream in = handle.openInputStream()) {
            KeyedBackendSerializationProxy<?> proxy = new KeyedBackendSerializationProxy<>(LOADER);
            proxy.read(new DataInputViewStreamWrapper(in));
            return proxy.getStateMetaInfoSnapshots();
        }
    }

    private static List<StateMetaInfoSnapshot> ofOperator(OperatorStateHandle handle)
            throws IOException {
        try (FSDataInputStream in = handle.openInputStream()) {
            OperatorBackendSerializationProxy proxy = new OperatorBackendSerializationProxy(LOADER);
            proxy.read(new DataInputViewStreamWrapper(in));
            List<StateMetaInfoSnapshot> all =
                    new ArrayList<>(proxy.getOperatorStateMetaInfoSnapshots());
            all.addAll(proxy.getBroadcastStateMetaInfoSnapshots());
            return all;
        }
    }

    private static String line(StateMetaInfoSnapshot state) {
        StringBuilder line = new StringBuilder();
        line.append(state.getBackendStateType()).append(" | ").append(state.getName());
        for (CommonSerializerKeys key : CommonSerializerKeys.values()) {
            TypeSerializerSnapshot<?> snapshot = state.getTypeSerializerSnapshot(key);
            if (snapshot != null) {
                line.append(" | ")
                        .append(key)
                        .append(' ')
                        .append(snapshot.getClass().getSimpleName())
                        .append(' ')
                        .append(checksum(snapshot));
            }
        }
        return line.toString();
    }

    private static String checksum(TypeSerializerSnapshot<?> snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            TypeSerializerSnapshot.writeVersionedSnapshot(
                    new DataOutputViewStreamWrapper(new DataOutputStream(bytes)), snapshot);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        CRC32 sum = new CRC32();
        sum.update(bytes.toByteArray());
        return "%08x".formatted(sum.getValue());
    }
}
