package io.memberflow.job.release;

import io.memberflow.job.release.ReleaseCommand.Kind;
import io.memberflow.registry.Activation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Deciders that decide nothing and do as they are told. The job's subtasks, in whichever attempt,
 * find what a test wants of them by its name.
 */
final class AnsweringDeciders {
    private static final Map<String, AnsweringDeciders> ALL = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final AtomicBoolean failNext = new AtomicBoolean();
    private volatile boolean silent;

    AnsweringDeciders() {
        ALL.put(name, this);
    }

    /** What a subtask was told in an attempt of its job. */
    record Told(int subtask, int attempt, Kind kind, long seq, Integer version) {}

    List<Told> told() {
        return List.copyOf(told);
    }

    /** What a subtask was told, in the order it was. */
    List<Told> told(int subtask) {
        return told.stream().filter(one -> one.subtask() == subtask).toList();
    }

    /** Whether all subtasks were told to use that number. */
    boolean wereToldToUse(long seq, int subtasks) {
        return told.stream()
                        .filter(one -> one.kind() == Kind.ACTIVATE && one.seq() == seq)
                        .map(Told::subtask)
                        .distinct()
                        .count()
                == subtasks;
    }

    boolean wereToldToPrepare(long seq, int subtasks) {
        return told.stream()
                        .filter(one -> one.kind() == Kind.PREPARE && one.seq() == seq)
                        .map(Told::subtask)
                        .distinct()
                        .count()
                == subtasks;
    }

    /** From now on they answer nothing. */
    void beSilent() {
        silent = true;
    }

    /** One of them fails when next told something. */
    void failNext() {
        failNext.set(true);
    }

    Function function() {
        return new Function(name);
    }

    /** One decider. */
    static final class Function extends ProcessFunction<ReleaseCommand, Activation> {
        private static final long serialVersionUID = 1L;
        private final String name;

        private Function(String name) {
            this.name = name;
        }

        @Override
        public void processElement(
                ReleaseCommand command, Context context, Collector<Activation> out) {
            AnsweringDeciders test = ALL.get(name);
            if (test.failNext.compareAndSet(true, false)) {
                throw new IllegalStateException("Injected while being told");
            }
            int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
            boolean prepare = command.kind() == Kind.PREPARE;
            test.told.add(
                    new Told(
                            subtask,
                            getRuntimeContext().getTaskInfo().getAttemptNumber(),
                            command.kind(),
                            command.seq(),
                            prepare ? command.active().version() : null));
            if (!test.silent) {
                out.collect(
                        new Activation(
                                getRuntimeContext().getJobInfo().getJobId().toString(),
                                subtask,
                                command.seq(),
                                prepare ? command.active().version() : 0,
                                prepare ? Activation.State.PREPARED : Activation.State.ACTIVE,
                                1L,
                                null,
                                null,
                                null,
                                Instant.now()));
            }
        }
    }
}
