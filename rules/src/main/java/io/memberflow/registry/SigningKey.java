package io.memberflow.registry;

import io.memberflow.rulebook.RulebookProblem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** A private Ed25519 key with which releases are signed, and the public one that belongs to it. */
public final class SigningKey {
    private final EdECPrivateKey privateKey;
    private final PublicKey publicKey;

    private SigningKey(EdECPrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** A new key, made from the machine's own randomness. */
    public static SigningKey generate() {
        KeyPair pair = generate(new SecureRandom());
        return new SigningKey((EdECPrivateKey) pair.getPrivate(), pair.getPublic());
    }

    /**
     * The key in a PEM file: one block {@code PRIVATE KEY}, as {@code openssl genpkey -algorithm
     * ed25519} writes it.
     *
     * @throws RulebookProblem when there is no such file or no such key in it; the message never
     *     quotes the file
     */
    public static SigningKey read(Path file) {
        return of(PemFile.text(file));
    }

    /**
     * The key in the text of a PEM file.
     *
     * @throws RulebookProblem when there is no such key in it
     */
    public static SigningKey of(String pem) {
        List<byte[]> blocks = PemFile.blocks(PemFile.Label.PRIVATE, pem);
        if (blocks.size() != 1) {
            throw new RulebookProblem(
                    "密钥文件里有 " + blocks.size() + " 个 PRIVATE KEY，需要正好一个（没有口令的 PKCS#8）。",
                    "The key file holds "
                            + blocks.size()
                            + " blocks PRIVATE KEY; it has to hold one, in PKCS#8 and without a"
                            + " passphrase.",
                    null);
        }
        try {
            EdECPrivateKey key =
                    (EdECPrivateKey)
                            Keys.factory().generatePrivate(new PKCS8EncodedKeySpec(blocks.get(0)));
            return new SigningKey(key, publicKeyOf(key));
        } catch (GeneralSecurityException | ClassCastException e) {
            throw Keys.notEd25519(e);
        }
    }

    /** The short name of the key, which a signature carries. */
    public String id() {
        return Keys.id(publicKey);
    }

    /** The private key as PEM: for a file that only its owner may read. */
    public String privatePem() {
        return PemFile.block(PemFile.Label.PRIVATE, privateKey.getEncoded());
    }

    /** The public key as PEM: for those who verify. */
    public String publicPem() {
        return PemFile.block(PemFile.Label.PUBLIC, publicKey.getEncoded());
    }

    byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance(Keys.ALGORITHM);
            signature.initSign(privateKey);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key that was read does not sign", e);
        }
    }

    /**
     * The public key of a private one. Java works it out only when it makes a pair, so it is made
     * to make this pair: the private key is nothing but the 32 random bytes that the generator asks
     * for, and that it was this one is looked at.
     */
    private static PublicKey publicKeyOf(EdECPrivateKey key) {
        byte[] seed = key.getBytes().orElseThrow(() -> Keys.notEd25519(null));
        KeyPair pair = generate(new Given(seed));
        byte[] made = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElse(new byte[0]);
        if (!MessageDigest.isEqual(seed, made)) {
            throw new IllegalStateException(
                    "This Java makes Ed25519 keys otherwise than known. Use another one.");
        }
        return pair.getPublic();
    }

    private static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(Keys.ALGORITHM);
            generator.initialize(255, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java from 15 on has Ed25519", e);
        }
    }

    /** Gives the bytes it was given. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] given;

        Given(byte[] given) {
            this.given = given.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(given, 0, bytes, 0, Math.min(given.length, bytes.length));
        }
    }
}
