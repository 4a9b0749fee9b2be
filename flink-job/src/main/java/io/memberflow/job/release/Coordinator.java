package io.memberflow.job.release;

import io.memberflow.job.release.ReleaseCheck.Content;
import io.memberflow.registry.Activation;
import io.memberflow.registry.Activation.State;
import io.memberflow.registry.CatalogueRow;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Mode;
import io.memberflow.registry.Registry;
import io.memberflow.rulebook.RulebookProblem;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a job from one release to the next, so that no member is ever decided by half of one.
 *
 * <ol>
 *   <li>The channel's row has a greater sequence number than any before. The releases it names are
 *       checked ({@link ReleaseCheck}); if something is wrong a REJECTED row says what, and all
 *       stays as it was.
 *   <li>PREPARE is told. Each decider checks and compiles for itself and answers in {@code
 *       rule_activation}: PREPARED, or REJECTED, after which this number is never used.
 *   <li>When all are prepared, the row's time has come by the database's clock, and the row still
 *       has this number, ACTIVATE is told.
 * </ol>
 *
 * A greater number that comes in between takes the place of the one that is being prepared. A
 * smaller one, or another content under the same, is reported once and changes nothing. A change
 * that was made by SQL is written down in {@code rule_audit}, a catalogue that is missing is
 * written.
 *
 * <p>A job that begins with empty state while the row's time has not come uses the release before
 * it until then.
 *
 * <p>For one thread. All it knows beyond {@link ReleaseState} is what it has said already.
 */
final class Coordinator {
    private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

    private static final long NONE = Long.MIN_VALUE;

    private final String jobId;
    private final String channel;
    private final int deciders;
    private final Registry registry;
    private final ReleaseCheck check;
    private final Reports reports;
    private final Consumer<ReleaseCommand> announce;

    private ReleaseState told;

    /** The greatest number that was met, and what stood under it. */
    private long met = NONE;

    private Content content;

    /** The row that a release before it stands in for until its time has come. */
    private long standsInFor = NONE;

    /** What was last told to be out of order. */
    private Channel odd;

    private boolean missing;

    /** Where the job says what it does not use. */
    @FunctionalInterface
    interface Reports {
        void write(Activation row) throws SQLException;
    }

    /**
     * @param jobId under which this job's deciders write {@code rule_activation}
     * @param deciders how many there are
     * @param restored what they have been told and are being told again
     * @param announce takes what they are to be told
     */
    Coordinator(
            String jobId,
            String channel,
            int deciders,
            Registry registry,
            ReleaseCheck check,
            Reports reports,
            ReleaseState restored,
            Consumer<ReleaseCommand> announce) {
        this.jobId = jobId;
        this.channel = channel;
        this.deciders = deciders;
        this.registry = registry;
        this.check = check;
        this.reports = reports;
        this.announce = announce;
        this.told = restored;
        ReleaseCommand last = restored.pending() != null ? restored.pending() : restored.active();
        if (last != null) {
            met = last.seq();
            content = Content.of(last);
        }
        check.remember(restored.active());
        check.remember(restored.pending());
    }

    /**
     * One look at the registry, and all that follows from it now.
     *
     * @throws SQLException when the database could not be asked or written to; nothing is lost by
     *     looking again
     */
    void look() throws SQLException {
        Optional<Channel> found = registry.channel(channel);
        if (found.isEmpty()) {
            if (!missing) {
                LOG.warn(
                        "The registry does not have the channel any more; the rules stay as they are. channel={}",
                        channel);
            }
            missing = true;
            return;
        }
        missing = false;
        Channel row = found.get();
        if (row.seq() > met) {
            take(row);
        } else if (row.seq() < met || !Content.of(row).equals(content)) {
            reportOdd(row);
        }
        advance(row);
    }

    private void take(Channel row) throws SQLException {
        Integer before = registry.noteChange(row);
        if (standsInFor == row.seq() && isStandIn(told.pending(), row)) {
            return; // its own turn comes when the other one is in use
        }
        if (standsInFor != row.seq()
                && told.active() == null
                && before != null
                && !row.isEffective()) {
            boolean prepared = prepare(standIn(row, before));
            standsInFor = row.seq();
            if (prepared) {
                return;
            }
        }
        prepare(row);
        met = row.seq();
        content = Content.of(row);
    }

    /** Checks and tells to prepare; false when it may not be used. */
    private boolean prepare(Channel row) throws SQLException {
        ReleaseCheck.Passed passed;
        try {
            passed = check.check(row);
        } catch (RulebookProblem e) {
            reject(row.seq(), Content.of(row).subject(), e.zh(), e.en());
            // What was being prepared is no longer what the channel says.
            told = new ReleaseState(told.active(), null);
            return false;
        }
        for (Map.Entry<Integer, List<CatalogueRow>> catalogue : passed.catalogues().entrySet()) {
            registry.addCatalogue(catalogue.getKey(), catalogue.getValue());
        }
        LOG.info(
                "A release is being prepared. channel={} seq={} release={}",
                channel,
                row.seq(),
                Content.of(row).subject());
        tell(passed.command());
        return true;
    }

    /** Goes on with what is being prepared: uses it, drops it, or waits. */
    private void advance(Channel row) throws SQLException {
        ReleaseCommand pending = told.pending();
        if (pending == null) {
            return;
        }
        boolean standIn = isStandIn(pending, row);
        if (pending.seq() != row.seq() && !standIn) {
            return;
        }
        List<Activation> answers = registry.activations(jobId, pending.seq());
        Optional<Activation> refusal =
                answers.stream()
                        .filter(answer -> answer.subtask() >= 0)
                        .filter(answer -> answer.state() == State.REJECTED)
                        .findFirst();
        if (refusal.isPresent()) {
            String said = refusal.get().message() == null ? "" : refusal.get().message();
            reject(
                    pending.seq(),
                    Content.of(pending).subject(),
                    "子任务 " + refusal.get().subtask() + " 拒绝：" + said,
                    "Subtask " + refusal.get().subtask() + " refused it: " + said);
            told = new ReleaseState(told.active(), null);
            return;
        }
        long prepared =
                answers.stream()
                        .filter(answer -> answer.subtask() >= 0 && answer.subtask() < deciders)
                        .count();
        if (prepared == deciders && (standIn || row.isEffective())) {
            tell(pending.activate());
            LOG.info(
                    "A release is in use. channel={} seq={} release={}",
                    channel,
                    pending.seq(),
                    Content.of(pending).subject());
        }
    }

    private void tell(ReleaseCommand command) {
        told = told.after(command);
        announce.accept(command);
    }

    /** The row as it may have been before: the release before it, for every member, at once. */
    private static Channel standIn(Channel row, int before) {
        return new Channel(
                row.name(),
                row.seq() - 1,
                before,
                null,
                Mode.FULL,
                0,
                row.readAt(),
                row.frozen(),
                row.updatedBy(),
                row.updatedAt(),
                row.readAt());
    }

    private boolean isStandIn(ReleaseCommand pending, Channel row) {
        return pending != null && standsInFor == row.seq() && pending.seq() == row.seq() - 1;
    }

    private void reportOdd(Channel row) throws SQLException {
        if (odd != null && odd.seq() == row.seq() && Content.of(odd).equals(Content.of(row))) {
            return;
        }
        registry.noteChange(row);
        if (row.seq() < met) {
            reject(
                    row.seq(),
                    Content.of(row).subject(),
                    "序号 "
                            + row.seq()
                            + " 比已经见过的 "
                            + met
                            + " 小（lower sequence）。请把 seq 设为 "
                            + (met + 1)
                            + "，或用 rule-editor publish。",
                    "The sequence "
                            + row.seq()
                            + " is lower than "
                            + met
                            + ", which was met before (lower sequence). Set seq to "
                            + (met + 1)
                            + ", or use rule-editor publish.");
        } else {
            reject(
                    row.seq(),
                    Content.of(row).subject(),
                    "通道的内容变了，序号 "
                            + row.seq()
                            + " 却没变。请把 seq 设为 "
                            + (met + 1)
                            + "，或用 rule-editor publish。",
                    "The channel was changed and its sequence is still "
                            + row.seq()
                            + ". Set seq to "
                            + (met + 1)
                            + ", or use rule-editor publish.");
        }
        odd = row;
    }

    private void reject(long seq, int version, String zh, String en) throws SQLException {
        Refusal refusal = new Refusal(seq, version, told.active(), zh, en);
        reports.write(
                new Activation(
                        jobId,
                        Activation.COORDINATOR,
                        seq,
                        version,
                        State.REJECTED,
                        null,
                        null,
                        null,
                        refusal.message(),
                        Instant.now()));
        LOG.warn(
                "A release is refused; rule_activation says why. channel={} seq={} release={}",
                channel,
                seq,
                version);
    }
}
