package io.memberflow.job.release;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Hands on what the coordinator, in its own thread, has found. The state changes when a command is
 * handed on, in the task's thread, so it always fits what has gone down the stream.
 */
final class ReleaseReader implements SourceReader<ReleaseCommand, ReleaseSplit> {
    private final ReleaseSource.Settings settings;
    private final SourceReaderContext context;

    private final Queue<ReleaseCommand> commands = new ArrayDeque<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();

    /** Null while another reader has the split. */
    private ReleaseState state;

    private CoordinatorThread coordinator;

    /** What ended the coordinator, null as long as it runs. */
    private Error failure;

    ReleaseReader(ReleaseSource.Settings settings, SourceReaderContext context) {
        this.settings = settings;
        this.context = context;
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<ReleaseSplit> splits) {
        state = splits.get(0).state();
        if (state.active() != null) {
            announce(state.active());
            announce(state.active().activate());
        }
        if (state.pending() != null) {
            announce(state.pending());
        }
        coordinator = CoordinatorThread.start(settings, context, state, this::announce, this::fail);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<ReleaseCommand> output) {
        ReleaseCommand command;
        boolean more;
        synchronized (commands) {
            if (failure != null) {
                throw failure;
            }
            command = commands.poll();
            more = !commands.isEmpty();
        }
        if (command != null) {
            output.collect(command);
            state = state.after(command);
        }
        return more ? InputStatus.MORE_AVAILABLE : InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        synchronized (commands) {
            if (commands.isEmpty() && failure == null && available.isDone()) {
                available = new CompletableFuture<>();
            }
            return available;
        }
    }

    @Override
    public List<ReleaseSplit> snapshotState(long checkpointId) {
        return state == null ? List.of() : List.of(new ReleaseSplit(state));
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {
        if (coordinator != null) {
            coordinator.close();
        }
    }

    private void fail(Error error) {
        CompletableFuture<Void> waiting;
        synchronized (commands) {
            failure = error;
            waiting = available;
        }
        waiting.complete(null);
    }

    private void announce(ReleaseCommand command) {
        CompletableFuture<Void> waiting;
        synchronized (commands) {
            commands.add(command);
            waiting = available;
        }
        waiting.complete(null);
    }
}
