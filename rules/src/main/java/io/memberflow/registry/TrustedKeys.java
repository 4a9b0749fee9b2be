package io.memberflow.registry;

import io.memberflow.rulebook.RulebookProblem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The public keys whose releases are taken. With none of them, unsigned releases are taken too, and
 * all that is asked of a signature is that it names the channel.
 */
public final class TrustedKeys {
    /** No keys: signatures are not verified. */
    public static final TrustedKeys NONE = new TrustedKeys(Map.of());

    private final Map<String, PublicKey> byId;

    private TrustedKeys(Map<String, PublicKey> byId) {
        this.byId = byId;
    }

    /**
     * The keys in a PEM file: one block {@code PUBLIC KEY} or more, so that an old and a new key
     * can be trusted side by side.
     *
     * @throws RulebookProblem when there is no such file or no such key in it
     */
    public static TrustedKeys read(Path file) {
        return of(PemFile.text(file));
    }

    /**
     * The keys in the text of a PEM file.
     *
     * @throws RulebookProblem when there is none in it
     */
    public static TrustedKeys of(String pem) {
        List<byte[]> blocks = PemFile.blocks(PemFile.Label.PUBLIC, pem);
        if (blocks.isEmpty()) {
            throw new RulebookProblem(
                    "密钥文件里没有 PUBLIC KEY。请给出 openssl pkey -pubout 写出的公钥。",
                    "The key file holds no block PUBLIC KEY. Give the public key that openssl pkey"
                            + " -pubout writes.",
                    null);
        }
        Map<String, PublicKey> byId = new TreeMap<>();
        for (byte[] block : blocks) {
            PublicKey key = Keys.publicKey(block);
            byId.put(Keys.id(key), key);
        }
        return new TrustedKeys(byId);
    }

    /** Whether signatures are verified. */
    public boolean isEmpty() {
        return byId.isEmpty();
    }

    /** The short names of the keys, ascending. */
    public List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    /**
     * Passes when a release may be used on a channel.
     *
     * @param release as the registry has it, opened and so known to have its checksum
     * @throws RulebookProblem saying why it may not
     */
    public void verify(StoredRelease release, String channel) {
        int version = release.info().version();
        if (release.signature() == null) {
            if (isEmpty()) {
                return;
            }
            throw new RulebookProblem(
                    "版本 "
                            + version
                            + " 没有签名，这里只接受由 "
                            + String.join("、", ids())
                            + " 签名的版本。请签名后重新发布。",
                    "Release "
                            + version
                            + " is not signed; only releases signed by "
                            + String.join(", ", ids())
                            + " are taken here. Sign it and publish it again.",
                    null);
        }
        ReleaseSignature signature =
                ReleaseSignature.parse(version, release.signature(), release.info().keyId());
        if (!isEmpty()) {
            verify(version, release.info().sha256(), signature);
        }
        signature.checkChannel(version, channel);
    }

    private void verify(int version, String sha256, ReleaseSignature signature) {
        PublicKey key = byId.get(signature.keyId());
        if (key == null) {
            throw new RulebookProblem(
                    "版本 "
                            + version
                            + " 由密钥 "
                            + signature.keyId()
                            + " 签名，这里只信任 "
                            + String.join("、", ids())
                            + "。请用其中一把签名，或把那把公钥加到信任文件里。",
                    "Release "
                            + version
                            + " is signed by the key "
                            + signature.keyId()
                            + "; only "
                            + String.join(", ", ids())
                            + " are trusted here. Sign it with one of these, or add that key to the"
                            + " trusted ones.",
                    null);
        }
        if (!fits(key, ReleaseSignature.payload(sha256, signature.channels()), signature.bytes())) {
            throw new RulebookProblem(
                    "版本 " + version + " 的签名与它的文件或通道不符：签名之后被改动过，或者是伪造的。请查明是谁写入的，再重新签名发布。",
                    "The signature of release "
                            + version
                            + " does not fit its files or channels: they were changed after signing,"
                            + " or it is forged. Find out who wrote it, then sign and publish"
                            + " again.",
                    null);
        }
    }

    private static boolean fits(PublicKey key, byte[] content, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(Keys.ALGORITHM);
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(bytes);
        } catch (GeneralSecurityException e) {
            return false; // bytes that are no signature of this kind fit nothing
        }
    }
}
