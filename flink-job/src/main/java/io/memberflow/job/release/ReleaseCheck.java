package io.memberflow.job.release;

import io.memberflow.job.decide.LoadedRules;
import io.memberflow.registry.CatalogueRow;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Mode;
import io.memberflow.registry.Registry;
import io.memberflow.registry.StoredRelease;
import io.memberflow.registry.TrustedKeys;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookProblem;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a job may use what a channel points at: the releases are there, are those that were
 * published, are signed if they have to be, are for this channel, and compile with what this job
 * knows. Nothing in the registry is believed.
 */
final class ReleaseCheck {
    private final Registry registry;
    private final String channel;
    private final TrustedKeys keys;
    private final List<Integer> windows;

    /** The files of each release that was met: under one number they never change. */
    private final Map<Integer, String> met = new HashMap<>();

    ReleaseCheck(Registry registry, String channel, TrustedKeys keys, List<Integer> windows) {
        this.registry = registry;
        this.channel = channel;
        this.keys = keys;
        this.windows = windows;
    }

    /** Remembers releases that were checked before a restart. */
    void remember(ReleaseCommand command) {
        if (command != null) {
            met.put(command.active().version(), command.active().sha256());
            if (command.candidate() != null) {
                met.put(command.candidate().version(), command.candidate().sha256());
            }
        }
    }

    /**
     * What may be used.
     *
     * @param command to prepare it
     * @param catalogues what each of its releases says of its values, by version
     */
    record Passed(ReleaseCommand command, Map<Integer, List<CatalogueRow>> catalogues) {}

    /**
     * What a channel's row points at, when it may be used.
     *
     * @throws RulebookProblem with the whole reason, when it may not be used
     * @throws SQLException when that is not known, because the database cannot be asked
     */
    Passed check(Channel row) throws SQLException {
        Content content = Content.of(row);
        if (content.mode() != Mode.FULL && content.candidate() == null) {
            throw new RulebookProblem(
                    "通道的模式是 " + content.mode() + "，但没有候选版本。请写明候选版本，或改为 FULL。",
                    "The channel's mode is "
                            + content.mode()
                            + " and it names no candidate. Name one, or set the mode to FULL.",
                    null);
        }
        if (content.percent() < 0 || content.percent() > 100) {
            throw new RulebookProblem(
                    "通道的比例是 " + content.percent() + "，应在 0 到 100 之间，请更正。",
                    "The channel's percent is "
                            + content.percent()
                            + ", which is not between 0 and 100. Correct it.",
                    null);
        }
        Map<Integer, List<CatalogueRow>> catalogues = new HashMap<>();
        Release active = release(content.active(), catalogues);
        Release candidate =
                content.candidate() == null ? null : release(content.candidate(), catalogues);
        return new Passed(
                new ReleaseCommand(
                        row.seq(),
                        ReleaseCommand.Kind.PREPARE,
                        active,
                        candidate,
                        content.mode(),
                        content.percent()),
                catalogues);
    }

    private Release release(int version, Map<Integer, List<CatalogueRow>> catalogues)
            throws SQLException {
        Optional<StoredRelease> stored = registry.release(version);
        if (stored.isEmpty()) {
            throw new RulebookProblem(
                    "登记里没有版本 " + version + "，请先发布它。",
                    "The registry has no release " + version + ". Publish it first.",
                    null);
        }
        Release release = stored.get().open();
        keys.verify(stored.get(), channel);
        String before = met.get(version);
        if (before != null && !before.equals(release.sha256())) {
            throw new RulebookProblem(
                    "版本 "
                            + version
                            + " 的文件换过了：以前是 "
                            + before
                            + "，现在是 "
                            + release.sha256()
                            + "。版本不能改写，请把新的文件发布为新版本。",
                    "The files of release "
                            + version
                            + " are others than before: they were "
                            + before
                            + " and are "
                            + release.sha256()
                            + ". A release is never written over; publish the new files as a new"
                            + " one.",
                    null);
        }
        catalogues.put(version, compile(release));
        met.put(version, release.sha256());
        return release;
    }

    private List<CatalogueRow> compile(Release release) {
        try (LoadedRules.Lease lease = LoadedRules.acquire(release, windows)) {
            return CatalogueRow.of(lease.rules().catalogue());
        } catch (RulebookProblem e) {
            throw new RulebookProblem(
                    "版本 " + release.version() + "：" + e.zh(),
                    "Release " + release.version() + ": " + e.en(),
                    e);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // A fault of ours, met behind all checks; it must not take the job down with it.
            throw new RulebookProblem(
                    "版本 " + release.version() + " 编译时程序出错（" + e + "）。请把规则库交给开发者，并恢复旧版本。",
                    "Compiling release "
                            + release.version()
                            + " the program itself failed ("
                            + e
                            + "). Send the rulebook to its developers, and go back to an earlier"
                            + " release.",
                    e);
        }
    }

    /** What of a channel's row decides; the rest of it may change without a word. */
    record Content(int active, Integer candidate, Mode mode, int percent) {
        static Content of(Channel row) {
            boolean tried = row.mode() != Mode.FULL;
            return new Content(
                    row.activeVersion(),
                    tried ? row.candidateVersion() : null,
                    row.mode(),
                    row.mode() == Mode.CANARY ? row.percent() : 0);
        }

        /** The release that is news: the candidate where there is one. */
        int subject() {
            return candidate == null ? active : candidate;
        }

        static Content of(ReleaseCommand command) {
            return new Content(
                    command.active().version(),
                    command.candidate() == null ? null : command.candidate().version(),
                    command.mode(),
                    command.percent());
        }
    }
}
