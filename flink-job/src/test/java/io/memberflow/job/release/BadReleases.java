package io.memberflow.job.release;

import io.memberflow.job.support.SmallRulebook;
import io.memberflow.registry.ReleaseSignature;
import io.memberflow.registry.SigningKey;
import io.memberflow.registry.TrustedKeys;
import io.memberflow.rulebook.Bundle;
import io.memberflow.rulebook.Release;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Releases that must not be used, put into a registry by hand. */
public final class BadReleases {
    /** Who signs what a job may use. */
    public static final SigningKey KEY = SigningKey.generate();

    static final TrustedKeys TRUSTED = TrustedKeys.of(KEY.publicPem());

    private BadReleases() {}

    /**
     * One of them.
     *
     * @param preparation puts it in place, as release 2 with the next sequence number unless the
     *     case is about these
     * @param seq under which something is said of it, when the number in use is 1
     * @param said what is said, among other things
     */
    public record Bad(String name, Preparation preparation, long seq, String... said) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Puts a bad release in place. */
    public interface Preparation {
        void on(RegistryByHand test) throws SQLException;
    }

    private static Preparation files(Release release) {
        return test -> use(test, Bundle.write(release), release);
    }

    private static void use(RegistryByHand test, byte[] bundle, Release release)
            throws SQLException {
        test.insert(2, bundle, release.sha256(), KEY);
        test.use(2);
    }

    private static void signed(
            RegistryByHand test, byte[] bundle, Release release, String signature, String keyId)
            throws SQLException {
        test.insert(2, bundle, release.sha256(), signature, keyId);
        test.use(2);
    }

    private static Release with(String path, String text) {
        Map<String, String> files = new TreeMap<>(SmallRulebook.files(2));
        files.put(path, text);
        return Release.of(0, files);
    }

    /** Whatever the job trusts. */
    public static Stream<Bad> all() {
        Release good = SmallRulebook.release(0, 2);
        byte[] flipped = Bundle.write(good);
        flipped[100] ^= 1;
        StringBuilder long2MiB = new StringBuilder("package rulebook.a\n");
        while (long2MiB.length() <= 2 << 20) {
            long2MiB.append("// 0123456789012345678901234567890123456789\n");
        }
        return Stream.of(
                new Bad(
                        "syntax",
                        files(
                                with(
                                        "a.drl",
                                        "package rulebook.a\nrule \"r\" when Member( then end")),
                        2,
                        "Release 2: The rulebook has errors:\n  a.drl:2:",
                        "版本 2：规则库有错误：\n  a.drl:2:"),
                new Bad(
                        "attack",
                        files(
                                with(
                                        "a.drl",
                                        "package rulebook.a\nrule \"r\" when eval(System.exit(1)"
                                                + " == null) then Runtime.getRuntime().exec(\"x\");"
                                                + " end\n")),
                        2,
                        "a.drl:2:"),
                new Bad(
                        "too large",
                        test -> use(test, new byte[Bundle.MAX_BYTES + 1], good),
                        2,
                        "The bundle of release 2 has 4194305 bytes; at most 4194304 are allowed."),
                new Bad(
                        "files too large",
                        test -> {
                            // Packed without our own check, as only an attacker would.
                            Release release = with("a.drl", long2MiB.toString());
                            use(test, Zips.store(release), release);
                        },
                        2,
                        "the rulebook is larger than 2 MiB"),
                new Bad(
                        "no bundle",
                        test -> use(test, new byte[] {1, 2, 3, 4}, good),
                        2,
                        "Release 2: This is no bundle, or it is damaged."),
                new Bad(
                        "tampered bytes",
                        test -> use(test, flipped, good),
                        2,
                        "Release 2: The bundle is damaged or was changed"),
                new Bad(
                        "exchanged bytes",
                        test -> use(test, Bundle.write(SmallRulebook.release(0, 3)), good),
                        2,
                        "The files of release 2 do not fit its checksum"),
                new Bad(
                        "missing release",
                        test -> test.use(77),
                        2,
                        "The registry has no release 77. Publish it first."),
                new Bad(
                        "missing catalogue value",
                        files(SmallRulebook.release(0, 2, "d365.orders", "钻石")),
                        2,
                        "grade.drl:",
                        "钻石"),
                new Bad(
                        "unknown window",
                        files(SmallRulebook.release(0, 2, "d400.orders", "v2")),
                        2,
                        "There is no fact d400.orders: the windows here are d30 d90 d180 d365 life."
                                + " Use one of them, or start the job with --windows 400",
                        "请用其中一个，或用 --windows 400 启动作业"),
                new Bad(
                        "unknown fact",
                        files(SmallRulebook.release(0, 2, "creditScore", "v2")),
                        2,
                        "There is no fact creditScore"),
                new Bad(
                        "shadow without candidate",
                        test ->
                                test.execute(
                                        "update rule_channel set seq = seq + 1, mode = 'SHADOW'"),
                        2,
                        "The channel's mode is SHADOW and it names no candidate."),
                new Bad(
                        "canary over 100",
                        test ->
                                test.execute(
                                        "update rule_channel set seq = seq + 1, mode = 'CANARY',"
                                                + " candidate_version = 1, percent = 101"),
                        2,
                        "The channel's percent is 101, which is not between 0 and 100."),
                new Bad(
                        "bad candidate",
                        test -> {
                            test.insert(5, new byte[0], good.sha256(), KEY);
                            test.execute(
                                    "update rule_channel set seq = seq + 1, mode = 'SHADOW',"
                                            + " candidate_version = 5");
                        },
                        2,
                        "Release 5 (sequence 2) is not used",
                        "The bundle is cut short after 0 bytes"),
                new Bad(
                        "lower sequence",
                        test -> test.execute("update rule_channel set seq = 0, active_version = 1"),
                        0,
                        "The sequence 0 is lower than 1, which was met before (lower sequence). Set"
                                + " seq to 2, or use rule-editor publish."),
                new Bad(
                        "same sequence",
                        test -> {
                            test.insert(2, good, KEY);
                            test.execute("update rule_channel set active_version = 2");
                        },
                        1,
                        "The channel was changed and its sequence is still 1. Set seq to 2"),
                new Bad(
                        "written over",
                        test -> {
                            test.execute(
                                    "update rule_release set bundle = ?, sha256 = ?",
                                    Bundle.write(good),
                                    good.sha256());
                            test.execute("update rule_channel set seq = seq + 1");
                        },
                        2,
                        "The files of release 1 are others than before",
                        "A release is never written over"));
    }

    /** What a release may not be when the job trusts certain keys only. */
    public static Stream<Bad> unsigned() {
        Release good = SmallRulebook.release(0, 2);
        byte[] bundle = Bundle.write(good);
        ReleaseSignature signed = ReleaseSignature.sign(good.sha256(), List.of("default"), KEY);
        ReleaseSignature forTrial = ReleaseSignature.sign(good.sha256(), List.of("trial"), KEY);
        ReleaseSignature stranger =
                ReleaseSignature.sign(good.sha256(), List.of("default"), SigningKey.generate());
        Release other = SmallRulebook.release(0, 3);
        return Stream.of(
                new Bad(
                        "unsigned",
                        test -> signed(test, bundle, good, null, null),
                        2,
                        "Release 2 is not signed; only releases signed by " + KEY.id()),
                new Bad(
                        "strange key",
                        test -> signed(test, bundle, good, stranger.text(), stranger.keyId()),
                        2,
                        "Release 2 is signed by the key " + stranger.keyId()),
                new Bad(
                        "forged",
                        test -> signed(test, bundle, good, stranger.text(), KEY.id()),
                        2,
                        "The signature of release 2 does not fit its files or channels"),
                new Bad(
                        "signature of other files",
                        test -> signed(test, Bundle.write(other), other, signed.text(), KEY.id()),
                        2,
                        "The signature of release 2 does not fit its files or channels"),
                new Bad(
                        "wrong channel",
                        test -> signed(test, bundle, good, forTrial.text(), KEY.id()),
                        2,
                        "Release 2 is signed for the channels trial, not for default."),
                new Bad(
                        "no signature at all",
                        test -> signed(test, bundle, good, "trust me", KEY.id()),
                        2,
                        "The signature of release 2 is not in the form used here"));
    }
}
