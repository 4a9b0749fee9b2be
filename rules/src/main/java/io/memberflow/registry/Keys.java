package io.memberflow.registry;

import io.memberflow.rulebook.RulebookProblem;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** What both sides of a signature need to know of Ed25519. */
final class Keys {
    static final String ALGORITHM = "Ed25519";

    /** Enough to tell a shop's keys apart; what is believed is the key, never its short name. */
    private static final int ID_BYTES = 8;

    private Keys() {}

    /** The short name of a key: the first 16 hexadecimal digits of the SHA-256 of its encoding. */
    static String id(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static PublicKey publicKey(byte[] encoded) {
        try {
            return factory().generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw notEd25519(e);
        }
    }

    static KeyFactory factory() {
        try {
            return KeyFactory.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java from 15 on has Ed25519", e);
        }
    }

    static RulebookProblem notEd25519(Exception cause) {
        return new RulebookProblem(
                "密钥不是 Ed25519 密钥。请用 openssl genpkey -algorithm ed25519 生成。",
                "The key is no Ed25519 key. Make one with openssl genpkey -algorithm ed25519.",
                cause);
    }
}
