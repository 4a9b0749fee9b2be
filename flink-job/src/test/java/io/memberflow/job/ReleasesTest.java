package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.decide.Announcement;
import io.memberflow.job.decide.DecideSettings;
import io.memberflow.job.release.ReleaseCommand;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.support.MemberOperators;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import io.memberflow.registry.Activation;
import io.memberflow.registry.Mode;
import io.memberflow.rulebook.Release;
import io.memberflow.testdata.OrderRules;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Releases that change while members are being decided, in Flink's harness. */
class ReleasesTest {
    private static final int DAY = 20_000;
    private static final int MEMBERS = 40;
    private static final Release ONE = numbered(1, OrderRules.release());
    private static final Release SAME = numbered(2, OrderRules.release());
    private static final Release OTHER = numbered(3, withOtherGrades());
    private static final Release BROKEN =
            numbered(4, with("segments/broken.drl", "rule \"broken\" when Nothing() then end\n"));

    private static Release numbered(int version, Release release) {
        Map<String, String> files = files(release);
        return Release.of(version, files);
    }

    private static Map<String, String> files(Release release) {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < release.paths().length; i++) {
            files.put(release.paths()[i], release.texts()[i]);
        }
        return files;
    }

    private static Release with(String path, String text) {
        Map<String, String> files = files(OrderRules.release());
        files.put(path, text);
        return Release.of(0, files);
    }

    /** The same rules, without the rules of one model. */
    private static Release withOtherGrades() {
        Map<String, String> files = files(OrderRules.release());
        String path = "segments/pyramid.drl";
        assertThat(files).containsKey(path);
        files.remove(path);
        return Release.of(0, files);
    }

    private static MemberOperators job(
            int parallelism, MemberOperators.Snapshot restored, boolean checkpoints)
            throws Exception {
        DecideSettings settings =
                DecideSettings.live(new ShopCalendar(ZoneId.of("UTC"), null), false);
        return new MemberOperators(settings, 750, parallelism, restored, checkpoints);
    }

    private static ReleaseCommand prepare(long seq, Release active, Release candidate, Mode mode) {
        return command(seq, ReleaseCommand.Kind.PREPARE, active, candidate, mode, 0);
    }

    private static ReleaseCommand activate(long seq, Release active) {
        return command(seq, ReleaseCommand.Kind.ACTIVATE, active, null, Mode.FULL, 0);
    }

    private static ReleaseCommand command(
            long seq,
            ReleaseCommand.Kind kind,
            Release active,
            Release candidate,
            Mode mode,
            int percent) {
        boolean texts = kind == ReleaseCommand.Kind.PREPARE;
        return new ReleaseCommand(
                seq, kind, texts ? active : null, texts ? candidate : null, mode, percent);
    }

    private static void publish(MemberOperators job, long seq, Release release) throws Exception {
        job.announce(Announcement.of(prepare(seq, release, null, Mode.FULL)));
        job.prepare();
        job.takeActivations();
        job.announce(Announcement.of(activate(seq, release)));
    }

    private static void orders(MemberOperators job, int version) throws Exception {
        for (int member = 0; member < MEMBERS; member++) {
            order(job, member, version);
        }
    }

    private static void order(MemberOperators job, int member, int version) throws Exception {
        long micros = (DAY - member) * 86_400_000_000L;
        job.order(
                new Order(
                        "m" + member,
                        "T" + version,
                        version,
                        OrderStatus.PAID,
                        micros,
                        micros,
                        DAY - member,
                        100_00L * member,
                        0,
                        false,
                        1,
                        version,
                        null));
    }

    private static long midnight(int day) {
        return day * 86_400_000L;
    }

    private static List<Integer> versions(List<MemberRows> rows) {
        return rows.stream().map(MemberRows::rulesVersion).distinct().sorted().toList();
    }

    @Test
    void aReleaseThatIsCompiledEverywhereDecidesAllMembersAnewAlsoThoseWhoBuyNothing()
            throws Exception {
        try (MemberOperators job = job(3, null, false)) {
            publish(job, 1, ONE);
            job.watermark(midnight(DAY));
            orders(job, 1);
            assertThat(versions(job.takeRows())).containsExactly(1);

            job.takeActivations();
            job.announce(Announcement.of(prepare(2, OTHER, null, Mode.FULL)));
            job.prepare();
            List<Activation> prepared = job.takeActivations();
            assertThat(prepared).extracting(Activation::subtask).containsExactlyInAnyOrder(0, 1, 2);
            assertThat(prepared).allMatch(row -> row.state() == Activation.State.PREPARED);
            assertThat(job.takeRows()).as("nothing is decided by what is only prepared").isEmpty();

            job.announce(Announcement.of(activate(2, OTHER)));
            List<MemberRows> rows = job.takeRows();
            assertThat(rows).hasSize(MEMBERS);
            assertThat(versions(rows)).containsExactly(3);
            assertThat(rows)
                    .allSatisfy(
                            row ->
                                    assertThat(row.segments())
                                            .noneMatch(s -> s.model().equals("pyramid")));
            assertThat(rows)
                    .flatExtracting(row -> List.of(row.changes()))
                    .allMatch(c -> c.cause().equals("RULES") && c.change().equals("LEAVE"))
                    .isNotEmpty();
            Map<Integer, Long> swept =
                    job.takeActivations().stream()
                            .filter(row -> row.state() == Activation.State.ACTIVE)
                            .collect(
                                    Collectors.toMap(
                                            Activation::subtask, Activation::swept, (a, b) -> b));
            assertThat(swept.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(MEMBERS);

            // Back again: a new number that points to an older release.
            publish(job, 3, ONE);
            List<MemberRows> back = job.takeRows();
            assertThat(back).hasSize(MEMBERS);
            assertThat(versions(back)).containsExactly(1);
            assertThat(back)
                    .flatExtracting(row -> List.of(row.changes()))
                    .allMatch(c -> c.change().equals("ENTER"));
        }
    }

    @Test
    void nobodyIsDecidedByAReleaseBeforeACheckpointKnowsOfItAndNobodyGoesBackBehindIt()
            throws Exception {
        MemberOperators.Snapshot snapshot;
        try (MemberOperators job = job(2, null, true)) {
            publish(job, 1, ONE);
            job.watermark(midnight(DAY));
            orders(job, 1);
            job.takeRows();
            publish(job, 2, OTHER);
            order(job, 1, 2);
            assertThat(versions(job.takeRows())).as("not yet in a checkpoint").containsExactly(1);
            snapshot = job.snapshot(7);
            order(job, 2, 2);
            assertThat(versions(job.takeRows())).as("not yet complete").containsExactly(1);
            job.completed(7);
            List<MemberRows> rows = job.takeRows();
            assertThat(rows).hasSize(MEMBERS);
            assertThat(versions(rows)).containsExactly(3);
        }
        // Some subtasks had heard of the checkpoint, others had not: all go on from it alike.
        try (MemberOperators job = job(3, snapshot, true)) {
            job.watermark(midnight(DAY));
            order(job, 2, 2);
            List<MemberRows> rows = job.takeRows();
            assertThat(versions(rows)).containsExactly(3);
            assertThat(rows.stream().map(MemberRows::memberId).distinct()).hasSize(MEMBERS);
        }
    }

    @Test
    void aSweepThatWasCutOffIsGoneThroughAgain() throws Exception {
        MemberOperators.Snapshot snapshot;
        try (MemberOperators job = job(1, null, false)) {
            publish(job, 1, ONE);
            job.watermark(midnight(DAY));
            orders(job, 1);
            job.takeRows();
            job.announceWithoutSweep(Announcement.of(prepare(2, SAME, null, Mode.FULL)));
            job.prepare();
            job.announceWithoutSweep(Announcement.of(activate(2, SAME)));
            order(job, 5, 2);
            assertThat(versions(job.takeRows())).containsExactly(2);
            snapshot = job.snapshot(1);
        }
        try (MemberOperators job = job(2, snapshot, false)) {
            job.watermark(midnight(DAY));
            List<MemberRows> rows = job.takeRows();
            assertThat(versions(rows)).containsExactly(2);
            assertThat(rows).hasSize(MEMBERS - 1);
        }
    }

    @Test
    void aReleaseThatDoesNotCompileIsRejectedWithTheWholeTruthAndChangesNothing() throws Exception {
        try (MemberOperators job = job(2, null, false)) {
            publish(job, 1, ONE);
            job.watermark(midnight(DAY));
            orders(job, 1);
            job.takeRows();
            job.takeActivations();
            job.announce(Announcement.of(prepare(2, BROKEN, null, Mode.FULL)));
            job.prepare();
            assertThat(job.takeActivations())
                    .hasSize(2)
                    .allMatch(row -> row.state() == Activation.State.REJECTED)
                    .allMatch(row -> row.message().contains("segments/broken.drl"));
            order(job, 3, 2);
            assertThat(versions(job.takeRows())).containsExactly(1);
        }
    }

    @Test
    void aCanaryDecidesTheSameShareOfMembersOnEverySubtask() throws Exception {
        try (MemberOperators job = job(3, null, false)) {
            publish(job, 1, ONE);
            job.watermark(midnight(DAY));
            orders(job, 1);
            job.takeRows();
            job.announce(
                    Announcement.of(
                            command(2, ReleaseCommand.Kind.PREPARE, ONE, OTHER, Mode.CANARY, 50)));
            job.prepare();
            job.announce(
                    Announcement.of(
                            command(2, ReleaseCommand.Kind.ACTIVATE, ONE, OTHER, Mode.CANARY, 50)));
            List<MemberRows> canary =
                    job.takeRows().stream().filter(row -> row.rulesVersion() == 3).toList();
            assertThat(canary).hasSizeBetween(MEMBERS / 5, MEMBERS * 4 / 5);

            job.announce(Announcement.of(prepare(3, OTHER, null, Mode.FULL)));
            job.prepare();
            job.announce(Announcement.of(activate(3, OTHER)));
            assertThat(job.takeRows())
                    .as("those of the canary have it already")
                    .hasSize(MEMBERS - canary.size());
        }
    }

    @Test
    void aNumberThatChangesNothingDecidesNobodyAnew() throws Exception {
        try (MemberOperators job = job(2, null, false)) {
            publish(job, 1, ONE);
            job.watermark(midnight(DAY));
            orders(job, 1);
            job.takeRows();
            publish(job, 2, ONE);
            assertThat(job.takeRows()).isEmpty();
            assertThat(job.takeActivations())
                    .hasSize(2)
                    .allMatch(row -> row.seq() == 2 && row.state() == Activation.State.ACTIVE);
        }
    }

    @Test
    void aRollbackDuringASweepEndsWithTheReleaseOfBefore() throws Exception {
        try (MemberOperators job = job(1, null, false)) {
            publish(job, 1, ONE);
            job.watermark(midnight(DAY));
            orders(job, 1);
            job.takeRows();
            job.announce(Announcement.of(prepare(2, OTHER, null, Mode.FULL)));
            job.announceWithoutSweep(Announcement.of(activate(2, OTHER)));
            order(job, 5, 2);
            assertThat(versions(job.takeRows())).containsExactly(3);
            job.announceWithoutSweep(Announcement.of(prepare(3, ONE, null, Mode.FULL)));
            job.announceWithoutSweep(Announcement.of(activate(3, ONE)));
            job.watermark(midnight(DAY) + 1);
            List<MemberRows> rows = job.takeRows();
            assertThat(rows).extracting(MemberRows::memberId).containsExactly("m5");
            assertThat(versions(rows)).containsExactly(1);
        }
    }

    @Test
    void anOlderNumberIsOldNews() throws Exception {
        try (MemberOperators job = job(1, null, false)) {
            publish(job, 5, SAME);
            job.watermark(midnight(DAY));
            orders(job, 1);
            job.takeRows();
            job.announce(Announcement.of(activate(4, ONE)));
            order(job, 3, 2);
            assertThat(versions(job.takeRows())).containsExactly(2);
        }
    }

    @Test
    void stateOfAnotherRetentionIsRefusedInOneSentence() throws Exception {
        MemberOperators.Snapshot snapshot;
        try (MemberOperators job = job(1, null, false)) {
            publish(job, 1, ONE);
            job.watermark(midnight(DAY));
            orders(job, 1);
            snapshot = job.snapshot(1);
        }
        DecideSettings settings =
                DecideSettings.live(new ShopCalendar(ZoneId.of("UTC"), null), false);
        assertThatThrownBy(() -> new MemberOperators(settings, 760, 1, snapshot))
                .rootCause()
                .hasMessageContaining("--retention-days 750")
                .hasMessageContaining("--accept-other-state");
    }

    @Test
    void aJobWithoutStateDoesNotBeginBesideTablesThatHoldMembers() throws Exception {
        MemberOperators.Snapshot snapshot;
        try (MemberOperators job = job(1, null, false)) {
            publish(job, 1, ONE);
            job.watermark(midnight(DAY));
            orders(job, 1);
            snapshot = job.snapshot(1);
        }
        DecideSettings settings =
                new DecideSettings(
                        new ShopCalendar(ZoneId.of("UTC"), null),
                        false,
                        List.of(),
                        0,
                        new TablesBefore(0, MEMBERS),
                        0);
        assertThatThrownBy(() -> new MemberOperators(settings, 750, 1, null))
                .rootCause()
                .hasMessageContaining("The tables hold 40 members")
                .hasMessageContaining("--start-empty");
        new MemberOperators(settings, 750, 2, snapshot).close();
    }
}
