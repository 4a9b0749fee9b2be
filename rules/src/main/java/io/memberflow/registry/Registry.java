package io.memberflow.registry;

import io.memberflow.engine.CompiledRules;
import io.memberflow.rulebook.Bundle;
import io.memberflow.rulebook.Release;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The releases there are and which of them decide: the {@code rule_} tables. Releases are never
 * changed or removed; a channel points at them, and every change of a channel raises its sequence
 * number and leaves a row in {@code rule_audit}, both in one transaction.
 *
 * <p>Whoever changes a channel hands in what they saw of it. If it has moved on since, nothing is
 * changed and {@link RegistryRefusal.Kind#LOST_RACE} says who was faster. Each method is one
 * transaction on a connection of its own; an {@link SQLException} means that it was not done, or,
 * when the connection broke while committing, that it is not known: look again.
 *
 * <p>All instants are the database's clock, which is the one that publishers and jobs share.
 */
public final class Registry {
    private static final int LONGEST_NOTE = 4_000;

    /** What JDBC takes for no limit. */
    private static final int ALL = 0;

    private final Transactions transactions;

    public Registry(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
    }

    static void checkChannelName(String name) {
        if (!Channel.isName(name)) {
            throw new RegistryRefusal(
                    RegistryRefusal.Kind.WRONG_USE,
                    "通道名“" + name + "”不行：用字母、数字、. _ -，最多 64 个，字母或数字开头。",
                    "The channel name \""
                            + name
                            + "\" will not do. Use letters, digits and . _ -, at most 64, a letter"
                            + " or digit first.");
        }
    }

    // Releases.

    /**
     * Puts a release into the registry, together with what it says of its values. It decides
     * nothing until a channel points at it. Files that are there already, with the same signature,
     * keep their number: publishing again after an interruption makes no second release.
     *
     * @param release the files; its version does not matter
     * @param compiled the same files compiled, which shows that they can be
     * @param author at most 128 characters
     * @param note what it is about, at most 4,000 characters
     * @param signature over these files, or null
     * @return its number, the next free one from 1
     * @throws io.memberflow.rulebook.RulebookProblem when the files cannot be a bundle
     * @throws RegistryRefusal when something else cannot be written
     */
    public int publish(
            Release release,
            CompiledRules compiled,
            String author,
            String note,
            ReleaseSignature signature)
            throws SQLException {
        Stamp.checkName(author);
        if (note.length() > LONGEST_NOTE) {
            throw new RegistryRefusal(
                    RegistryRefusal.Kind.WRONG_USE,
                    "说明有 " + note.length() + " 个字符，最多 " + LONGEST_NOTE + "，请缩短。",
                    "The note has "
                            + note.length()
                            + " characters; at most "
                            + LONGEST_NOTE
                            + " are kept. Make it shorter.");
        }
        byte[] bundle = Bundle.write(release);
        // Not what the caller calls the checksum, but what the files have.
        String sha256 = Bundle.read(0, bundle).sha256();
        if (!compiled.sha256().equals(sha256)) {
            throw new IllegalArgumentException("Other files were compiled than are published");
        }
        List<CatalogueRow> catalogue = CatalogueRow.of(compiled.catalogue());
        return transactions.runUntilKeyIsFree(
                connection -> {
                    // First the number, then the files: who comes between the two takes the number.
                    int version = ReleaseTable.nextVersion(connection);
                    Optional<Integer> same =
                            ReleaseTable.same(connection, sha256, bundle, signature);
                    if (same.isPresent()) {
                        return same.get();
                    }
                    ReleaseTable.insert(
                            connection, version, sha256, bundle, author, note, signature);
                    ReleaseTable.insertCatalogue(connection, version, catalogue);
                    return version;
                });
    }

    /** A release as it stands there; {@link StoredRelease#open} reads it. */
    public Optional<StoredRelease> release(int version) throws SQLException {
        return transactions.run(connection -> ReleaseTable.select(connection, version));
    }

    /**
     * The newest releases, newest first.
     *
     * @param most how many at most
     */
    public List<ReleaseInfo> releases(int most) throws SQLException {
        return transactions.run(connection -> ReleaseTable.newest(connection, most));
    }

    /**
     * Writes what a release says of its values unless something is written already: for a release
     * that came into the registry by SQL.
     *
     * @return whether it was missing
     */
    public boolean addCatalogue(int version, List<CatalogueRow> rows) throws SQLException {
        return transactions.runUntilKeyIsFree(
                connection -> {
                    if (ReleaseTable.hasCatalogue(connection, version)) {
                        return false;
                    }
                    ReleaseTable.insertCatalogue(connection, version, rows);
                    return true;
                });
    }

    // Channels.

    /** A channel as it is now. */
    public Optional<Channel> channel(String name) throws SQLException {
        return transactions.run(connection -> ChannelTable.select(connection, name));
    }

    /** All channels, by name. */
    public List<Channel> channels() throws SQLException {
        return transactions.run(ChannelTable::all);
    }

    /**
     * Makes a channel that was not there, with a release that decides every member.
     *
     * @throws RegistryRefusal LOST_RACE when it is there by now
     */
    public Channel create(String channel, int version, Stamp stamp) throws SQLException {
        checkChannelName(channel);
        ChannelTable.Target target = ChannelTable.Target.of(version);
        Optional<Channel> created =
                transactions.run(
                        connection -> {
                            ReleaseTable.require(connection, version);
                            long seq = AuditTable.nextSeq(connection, channel, 0);
                            try {
                                ChannelTable.insert(connection, channel, seq, target, stamp);
                            } catch (SQLException e) {
                                if (Transactions.isKeyTaken(e)) {
                                    connection.rollback();
                                    return Optional.empty();
                                }
                                throw e;
                            }
                            AuditTable.insert(
                                    connection, channel, seq, Action.PUBLISH, null, version, stamp);
                            return ChannelTable.select(connection, channel);
                        });
        if (created.isEmpty()) {
            throw lostRace(channel(channel).orElseThrow(() -> noChannel(channel)));
        }
        return created.get();
    }

    /** A release decides every member. A candidate that was tried goes. */
    public Channel activate(Channel seen, int version, Stamp stamp) throws SQLException {
        return change(
                seen,
                Action.PUBLISH,
                seen.activeVersion(),
                version,
                ChannelTable.Target.of(version),
                stamp);
    }

    /** A candidate is evaluated beside the active release; it only counts what would change. */
    public Channel shadow(Channel seen, int candidate, Stamp stamp) throws SQLException {
        return change(
                seen,
                Action.SHADOW,
                seen.activeVersion(),
                candidate,
                new ChannelTable.Target(seen.activeVersion(), candidate, Mode.SHADOW, 0, false),
                stamp);
    }

    /**
     * A candidate decides a fixed share of the members.
     *
     * @param percent 0 to 100
     */
    public Channel canary(Channel seen, int candidate, int percent, Stamp stamp)
            throws SQLException {
        if (percent < 0 || percent > 100) {
            throw new RegistryRefusal(
                    RegistryRefusal.Kind.WRONG_USE,
                    "比例 " + percent + " 不在 0 到 100 之间，请更正。",
                    "The share " + percent + " is not between 0 and 100. Give it in percent.");
        }
        return change(
                seen,
                Action.CANARY,
                seen.activeVersion(),
                candidate,
                new ChannelTable.Target(
                        seen.activeVersion(), candidate, Mode.CANARY, percent, false),
                stamp);
    }

    /** The candidate becomes the release that decides every member. */
    public Channel promote(Channel seen, Stamp stamp) throws SQLException {
        int candidate = candidate(seen);
        return change(
                seen,
                Action.PROMOTE,
                seen.activeVersion(),
                candidate,
                ChannelTable.Target.of(candidate),
                stamp);
    }

    /** The candidate goes; the active release stays. */
    public Channel withdraw(Channel seen, Stamp stamp) throws SQLException {
        return change(
                seen,
                Action.WITHDRAW,
                candidate(seen),
                seen.activeVersion(),
                ChannelTable.Target.of(seen.activeVersion()),
                stamp);
    }

    /**
     * An earlier release decides again, under a new sequence number. A candidate that was tried
     * goes.
     *
     * @param version which; {@link #versionBefore} tells the one that was active before
     */
    public Channel rollback(Channel seen, int version, Stamp stamp) throws SQLException {
        return change(
                seen,
                Action.ROLLBACK,
                seen.activeVersion(),
                version,
                ChannelTable.Target.of(version),
                stamp);
    }

    /**
     * The release that was active before the channel's present one was put there: where a rollback
     * leads. Rollbacks themselves do not count, so a second one leads further back.
     */
    public Optional<Integer> versionBefore(Channel seen) throws SQLException {
        return history(seen.name(), ALL).stream()
                .filter(change -> isMove(change.action()))
                .filter(change -> Objects.equals(change.toVersion(), seen.activeVersion()))
                .map(Change::fromVersion)
                .filter(from -> from != null && from != seen.activeVersion())
                .findFirst();
    }

    /** Nothing of the channel changes any more until {@link #unfreeze}. */
    public Channel freeze(Channel seen, Stamp stamp) throws SQLException {
        return change(
                seen,
                Action.FREEZE,
                seen.activeVersion(),
                seen.activeVersion(),
                ChannelTable.Target.of(seen, true),
                keepingTime(seen, stamp));
    }

    /** The channel can be changed again. */
    public Channel unfreeze(Channel seen, Stamp stamp) throws SQLException {
        return change(
                seen,
                Action.UNFREEZE,
                seen.activeVersion(),
                seen.activeVersion(),
                ChannelTable.Target.of(seen, false),
                keepingTime(seen, stamp));
    }

    /**
     * The changes of a channel, newest first.
     *
     * @param most how many at most
     */
    public List<Change> history(String channel, int most) throws SQLException {
        return transactions.run(connection -> AuditTable.newest(connection, channel, most));
    }

    /**
     * Writes down a change that somebody made to the row of a channel by SQL, unless it is written
     * down already: so that every change of a channel is a row of {@code rule_audit}.
     *
     * @return the release that was active before, as far as is known; null when it is not
     */
    public Integer noteChange(Channel changed) throws SQLException {
        return transactions.run(
                connection -> {
                    Optional<Change> noted =
                            AuditTable.at(connection, changed.name(), changed.seq());
                    if (noted.isPresent()) {
                        return noted.get().fromVersion();
                    }
                    Integer before =
                            AuditTable.activeBefore(connection, changed.name(), changed.seq());
                    Stamp stamp = Stamp.of(named(changed.updatedBy()), "");
                    try {
                        AuditTable.insert(
                                connection,
                                changed.name(),
                                changed.seq(),
                                Action.SQL,
                                before,
                                changed.activeVersion(),
                                stamp);
                    } catch (SQLException e) {
                        if (!Transactions.isKeyTaken(e)) {
                            throw e;
                        }
                        connection.rollback(); // another job of the channel was faster
                    }
                    return before;
                });
    }

    // What jobs say.

    /** What a job said, newest sequence number first, the job as a whole before its subtasks. */
    public List<Activation> activations(String jobId) throws SQLException {
        return activations("job_id = ?", select -> select.setString(1, jobId));
    }

    /** What a job said of one sequence number, the job as a whole before its subtasks. */
    public List<Activation> activations(String jobId, long seq) throws SQLException {
        return activations(
                "job_id = ? and seq = ?",
                select -> {
                    select.setString(1, jobId);
                    select.setLong(2, seq);
                });
    }

    /**
     * What any job has said of a release under a sequence number. The table does not name channels:
     * jobs of another channel may be among them when the same release has the same number there.
     */
    public List<Activation> activations(long seq, int version) throws SQLException {
        return activations(
                "seq = ? and version = ?",
                select -> {
                    select.setLong(1, seq);
                    select.setInt(2, version);
                });
    }

    /** What a candidate would change, as jobs have counted it, by model or key. */
    public List<ShadowCount> shadowCounts(int version) throws SQLException {
        return transactions.run(connection -> ShadowTable.newest(connection, version));
    }

    private List<Activation> activations(String where, ActivationTable.Parameters parameters)
            throws SQLException {
        return transactions.run(
                connection -> ActivationTable.select(connection, where, parameters));
    }

    private Channel change(
            Channel seen,
            Action action,
            Integer from,
            Integer to,
            ChannelTable.Target target,
            Stamp stamp)
            throws SQLException {
        if (seen.frozen() && action != Action.UNFREEZE) {
            throw frozen(seen);
        }
        Optional<Channel> changed =
                transactions.run(
                        connection -> {
                            ReleaseTable.require(connection, target.active());
                            if (target.candidate() != null) {
                                ReleaseTable.require(connection, target.candidate());
                            }
                            long seq = AuditTable.nextSeq(connection, seen.name(), seen.seq());
                            if (ChannelTable.update(connection, seen, seq, target, stamp) == 0) {
                                return Optional.empty();
                            }
                            AuditTable.insert(
                                    connection, seen.name(), seq, action, from, to, stamp);
                            return ChannelTable.select(connection, seen.name());
                        });
        return changed.isPresent() ? changed.get() : refuse(seen);
    }

    /** Why a change was not made: looked at anew, in a transaction that sees who was faster. */
    private Channel refuse(Channel seen) throws SQLException {
        Channel there = channel(seen.name()).orElseThrow(() -> noChannel(seen.name()));
        throw there.seq() == seen.seq() ? frozen(there) : lostRace(there);
    }

    private static RegistryRefusal noChannel(String name) {
        return new RegistryRefusal(
                RegistryRefusal.Kind.NO_CHANNEL,
                "没有通道 " + name + "，请先发布一个版本到它。",
                "There is no channel " + name + ". Publish a release to it first.");
    }

    /** Freezing says nothing about when a release becomes active. */
    private static Stamp keepingTime(Channel seen, Stamp stamp) {
        return stamp.from(seen.effectiveAt());
    }

    private static int candidate(Channel seen) {
        if (seen.candidateVersion() == null) {
            throw new RegistryRefusal(
                    RegistryRefusal.Kind.WRONG_USE,
                    "通道 " + seen.name() + " 没有候选版本，请先用 SHADOW 或 CANARY 发布一个。",
                    "The channel "
                            + seen.name()
                            + " has no candidate. Publish one as SHADOW or CANARY first.");
        }
        return seen.candidateVersion();
    }

    private static RegistryRefusal frozen(Channel seen) {
        return new RegistryRefusal(
                RegistryRefusal.Kind.FROZEN,
                "通道 " + seen.name() + " 已被 " + seen.updatedBy() + " 冻结，请先解冻。",
                "The channel "
                        + seen.name()
                        + " is frozen by "
                        + seen.updatedBy()
                        + ". Unfreeze it first.");
    }

    private static RegistryRefusal lostRace(Channel there) {
        return new RegistryRefusal(
                RegistryRefusal.Kind.LOST_RACE,
                "通道 "
                        + there.name()
                        + " 已经变了：现在是序号 "
                        + there.seq()
                        + "、版本 "
                        + there.activeVersion()
                        + "（"
                        + there.updatedBy()
                        + "，"
                        + there.updatedAt()
                        + "）。请看一下再试。",
                "The channel "
                        + there.name()
                        + " has moved on: "
                        + there.updatedBy()
                        + " made it sequence "
                        + there.seq()
                        + ", release "
                        + there.activeVersion()
                        + ", at "
                        + there.updatedAt()
                        + ". Look at it and try again.");
    }

    private static boolean isMove(String action) {
        return action.equals(Action.PUBLISH.name())
                || action.equals(Action.PROMOTE.name())
                || action.equals(Action.SQL.name());
    }

    /** A row that was written by SQL may name nobody, or go on for long. */
    private static String named(String who) {
        String cut =
                who.codePointCount(0, who.length()) > Stamp.LONGEST_WHO
                        ? who.substring(0, who.offsetByCodePoints(0, Stamp.LONGEST_WHO))
                        : who;
        return cut.isBlank() ? "?" : cut;
    }
}
