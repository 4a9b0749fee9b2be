package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Mode;
import io.memberflow.registry.Registry;
import io.memberflow.registry.ReleaseSignature;
import io.memberflow.registry.Stamp;
import io.memberflow.rulebook.Release;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code rule-editor publish}: puts a rulebook into the registry and before the members. Every step
 * can be done again: one that was interrupted anywhere is simply run once more.
 */
@Command(name = "publish")
final class PublishCommand extends ChangeCommand {
    private static final int ALL = 100;

    @Option(names = "--bundle", paramLabel = "FILE", descriptionKey = "publish.bundle")
    private Path bundle;

    @Option(names = "--mode", paramLabel = "full|shadow|canary", descriptionKey = "publish.mode")
    private String mode = "full";

    @Option(names = "--percent", paramLabel = "PERCENT", descriptionKey = "publish.percent")
    private Integer percent;

    @Option(names = "--effective-at", paramLabel = "TIME", descriptionKey = "publish.effectiveAt")
    private String effectiveAt;

    @Option(names = "--zone", paramLabel = "ZONE", descriptionKey = "member.zone")
    private String zone = "Asia/Shanghai";

    @Option(names = "--min-coverage", paramLabel = "PERCENT", descriptionKey = "test.minCoverage")
    private double minCoverage;

    @Option(names = "--plan", paramLabel = "PLAN", descriptionKey = "publish.plan")
    private Path plan;

    @Mixin private final PreviewOptions preview = new PreviewOptions();
    @Mixin private final SigningOptions signing = new SigningOptions();

    @Override
    int run(Registry registry) throws SQLException, InterruptedException {
        checkWait();
        preview.isGate();
        Mode how = mode();
        Instant from = instant();
        // What is seen now is what the change will be held against, however long the gates take.
        Optional<Channel> seen = registry.channel(channelName());
        refuseWhatCannotBe(seen, how);
        SignedBundle files = files();
        Plan planned = plan == null ? null : planned(seen, files);
        ObjectNode json = Json.object();
        Channel channel;
        try (CompiledRules rules = Gates.pass(files.release(), minCoverage)) {
            note(Message.GATES_PASSED, rules.rules().size());
            BigDecimal percent =
                    planned == null ? change(registry, seen, files) : planned.percent();
            if (percent != null) {
                preview.check(percent);
                json.put("changePercent", percent);
            }
            int version =
                    registry.publish(
                            files.release(),
                            rules,
                            stamp().by(),
                            stamp().note(),
                            files.signature());
            Stamp stamp = new Stamp(stamp().by(), stamp().note(), percent, from);
            boolean already = seen.isPresent() && isThere(seen.get(), how, version);
            note(already ? Message.ALREADY_PUBLISHED : Message.PUBLISHED, version, channelName());
            json.put("release", version);
            json.put("sha256", files.release().sha256());
            json.put("changed", !already);
            channel = already ? seen.get() : put(registry, seen, how, version, stamp);
        }
        return report(registry, channel, json);
    }

    private void refuseWhatCannotBe(Optional<Channel> seen, Mode how) {
        if (seen.isPresent() && seen.get().frozen()) {
            throw Stop.refused(Message.IS_FROZEN, seen.get().name(), seen.get().updatedBy());
        } else if (seen.isEmpty() && how != Mode.FULL) {
            throw Stop.wrongUse(Message.FIRST_IN_FULL, channelName());
        }
    }

    private Plan planned(Optional<Channel> seen, SignedBundle files) {
        Plan read = Plan.read(plan);
        read.check(
                seen.orElseThrow(() -> Stop.wrongUse(Message.NO_CHANNEL, channelName())),
                files.release().sha256());
        return read;
    }

    /** The share of members that change, where it matters; null else. */
    private BigDecimal change(Registry registry, Optional<Channel> seen, SignedBundle files)
            throws SQLException, InterruptedException {
        if (!preview.isGate() || seen.isEmpty()) {
            return null;
        }
        ReleaseFinder releases = new ReleaseFinder(registry, channelName());
        Release active = releases.find(Integer.toString(seen.get().activeVersion()));
        Progress progress = new Progress(console(), spec().commandLine().getErr(), language());
        Preview looked =
                Preview.of(database(), active, files.release(), preview.sample(), null, progress);
        progress.end();
        return PreviewReport.percent(looked.moves());
    }

    private SignedBundle files() {
        if (bundle == null) {
            Rulebook rulebook = rulebook();
            String sha256 = rulebook.release().sha256();
            return SignedBundle.of(rulebook.release(), signing.sign(sha256, channelName()));
        }
        SignedBundle read = SignedBundle.read(bundle);
        ReleaseSignature anew = signing.sign(read.release().sha256(), channelName());
        return anew == null ? read : SignedBundle.of(read.release(), anew);
    }

    private boolean isThere(Channel channel, Mode how, int version) {
        if (channel.mode() != how) {
            return false;
        }
        return switch (how) {
            case FULL -> channel.activeVersion() == version;
            case SHADOW -> channel.candidateVersion() == version;
            case CANARY -> channel.candidateVersion() == version && channel.percent() == percent;
        };
    }

    private Channel put(
            Registry registry, Optional<Channel> seen, Mode how, int version, Stamp stamp)
            throws SQLException {
        if (seen.isEmpty()) {
            return registry.create(channelName(), version, stamp);
        }
        return switch (how) {
            case FULL -> registry.activate(seen.get(), version, stamp);
            case SHADOW -> registry.shadow(seen.get(), version, stamp);
            case CANARY -> registry.canary(seen.get(), version, percent, stamp);
        };
    }

    private Mode mode() {
        Mode how =
                Arrays.stream(Mode.values())
                        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(mode))
                        .findFirst()
                        .orElseThrow(() -> Stop.wrongUse(Message.NO_MODE, mode));
        if ((how == Mode.CANARY) != (percent != null)) {
            throw Stop.wrongUse(Message.PERCENT_OF_CANARY);
        } else if (percent != null && (percent < 0 || percent > ALL)) {
            throw Stop.wrongUse(Message.NO_SHARE, percent);
        }
        return how;
    }

    /** Null for at once. */
    private Instant instant() {
        if (effectiveAt == null) {
            return null;
        }
        try {
            return effectiveAt.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(effectiveAt).toInstant()
                    : LocalDateTime.parse(effectiveAt).atZone(ZoneId.of(zone)).toInstant();
        } catch (DateTimeException e) {
            throw Stop.wrongUse(Message.NO_TIME, effectiveAt, zone);
        }
    }
}
