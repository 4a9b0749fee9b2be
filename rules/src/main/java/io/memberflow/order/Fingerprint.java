package io.memberflow.order;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * 64 bits of a SHA-256 over a rendering in which equal contents are equal bytes and different
 * contents different ones: texts carry their length, numbers and counts eight bytes. One instance
 * serves one thread, one fingerprint after the other.
 */
final class Fingerprint {

    private final MessageDigest sha256;
    private byte[] bytes = new byte[512];
    private int length;

    Fingerprint() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** An absent text, which is null, differs from an empty one. */
    Fingerprint text(String text) {
        if (text == null) {
            return number(-1);
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return this;
    }

    Fingerprint number(long number) {
        reserve(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (number >>> shift);
        }
        return this;
    }

    /** The first eight bytes of the hash, big endian; afterwards the next one can begin. */
    long finish() {
        sha256.update(bytes, 0, length);
        length = 0;
        byte[] hash = sha256.digest();
        long first = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            first = first << 8 | (hash[i] & 0xFF);
        }
        return first;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
