package io.memberflow.registry;

import io.memberflow.rulebook.RulebookProblem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That the holder of a key stands for a release on some channels.
 *
 * <p>Signed are the checksum of the files and the names of the channels. The version is not: the
 * registry gives it after signing, and the same files are the same release under any number. So a
 * signed bundle can be neither altered nor used on a channel that it was not made for. What a
 * signature cannot prevent is that somebody who may write into the registry points a channel back
 * at an earlier release signed for it: that is what a rollback is. It shows in {@code rule_audit}.
 *
 * <p>As text, in {@code rule_release.signature}: {@code ed25519:default,trial:BASE64}.
 *
 * @param channels for which channels, ascending
 * @param bytes the signature of {@link #payload}
 * @param keyId the short name of the key
 */
public record ReleaseSignature(List<String> channels, byte[] bytes, String keyId) {
    /** Longer texts are no signatures. */
    static final int MAX_TEXT = 4_096;

    private static final Pattern TEXT =
            Pattern.compile("ed25519:([A-Za-z0-9._,-]+):([A-Za-z0-9+/]{86}==)");

    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{16}");

    /**
     * Signs a release.
     *
     * @param sha256 of the release
     * @param channels the channels it may be used on, at least one
     * @throws RegistryRefusal when a channel's name is none, or there is no channel
     */
    public static ReleaseSignature sign(
            String sha256, Collection<String> channels, SigningKey key) {
        List<String> names = List.copyOf(new TreeSet<>(channels));
        for (String name : names) {
            Registry.checkChannelName(name);
        }
        if (names.isEmpty()) {
            throw new RegistryRefusal(
                    RegistryRefusal.Kind.WRONG_USE,
                    "签名要写明用于哪些通道，请至少给出一个。",
                    "A signature is for certain channels. Name at least one.");
        }
        return new ReleaseSignature(names, key.sign(payload(sha256, names)), key.id());
    }

    /**
     * The signature in {@code rule_release.signature}.
     *
     * @param keyId from {@code rule_release.key_id}, or null
     * @throws RulebookProblem when it is none
     */
    public static ReleaseSignature parse(int version, String text, String keyId) {
        Matcher matcher = TEXT.matcher(text.length() > MAX_TEXT ? "" : text);
        if (!matcher.matches() || keyId == null || !KEY_ID.matcher(keyId).matches()) {
            throw new RulebookProblem(
                    "版本 " + version + " 的签名不是这里用的格式，或没有写密钥编号。请重新签名并发布。",
                    "The signature of release "
                            + version
                            + " is not in the form used here, or names no key. Sign and publish it"
                            + " again.",
                    null);
        }
        return new ReleaseSignature(
                List.of(matcher.group(1).split(",", -1)),
                Base64.getDecoder().decode(matcher.group(2)),
                keyId);
    }

    /** As it stands in {@code rule_release.signature}. */
    public String text() {
        return "ed25519:%s:%s"
                .formatted(String.join(",", channels), Base64.getEncoder().encodeToString(bytes));
    }

    /** What is signed. Channel names hold neither commas nor line ends, so it reads in one way. */
    static byte[] payload(String sha256, List<String> channels) {
        return "memberflow release signature 1\nsha256 %s\nchannels %s\n"
                .formatted(sha256, String.join(",", channels))
                .getBytes(StandardCharsets.UTF_8);
    }

    void checkChannel(int version, String channel) {
        if (!channels.contains(channel)) {
            throw new RulebookProblem(
                    "版本 "
                            + version
                            + " 签名用于通道 "
                            + String.join("、", channels)
                            + "，不是 "
                            + channel
                            + "。请为这个通道重新签名并发布。",
                    "Release "
                            + version
                            + " is signed for the channels "
                            + String.join(", ", channels)
                            + ", not for "
                            + channel
                            + ". Sign it for this channel and publish it again.",
                    null);
        }
    }
}
