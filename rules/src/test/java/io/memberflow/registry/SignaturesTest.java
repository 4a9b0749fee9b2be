package io.memberflow.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.memberflow.rulebook.Bundle;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
    /** The example of RFC 8410, sections 10.1 and 10.3. */
    private static final String RFC_PRIVATE =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    private static final String RFC_PUBLIC =
            """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----
            """;

    private static final Release RELEASE = Release.of(5, Map.of("rulebook.yaml", "language: 1\n"));
    private static final SigningKey KEY = SigningKey.generate();
    private static final TrustedKeys TRUSTED = TrustedKeys.of(KEY.publicPem());

    @TempDir Path folder;

    private static StoredRelease stored(Release release, String signature, String keyId) {
        byte[] bundle = Bundle.write(release);
        return new StoredRelease(
                new ReleaseInfo(5, release.sha256(), "a", "", Instant.EPOCH, keyId),
                bundle.length,
                bundle,
                signature);
    }

    private static StoredRelease signed(Release release, SigningKey key, String... channels) {
        ReleaseSignature signature =
                ReleaseSignature.sign(release.sha256(), List.of(channels), key);
        return stored(release, signature.text(), signature.keyId());
    }

    private static String refused(TrustedKeys trusted, StoredRelease release, String channel) {
        RulebookProblem problem =
                catchThrowableOfType(RulebookProblem.class, () -> trusted.verify(release, channel));
        assertThat(problem).isNotNull();
        assertThat(problem.zh()).contains("版本 5").isNotEqualTo(problem.en());
        return problem.en();
    }

    @Test
    void whatWasSignedIsTakenOnItsChannels() {
        StoredRelease release = signed(RELEASE, KEY, "trial", "default");
        assertThatCode(() -> TRUSTED.verify(release, "default")).doesNotThrowAnyException();
        assertThatCode(() -> TRUSTED.verify(release, "trial")).doesNotThrowAnyException();
        assertThatCode(() -> TrustedKeys.NONE.verify(release, "trial")).doesNotThrowAnyException();
        assertThat(release.signature()).startsWith("ed25519:default,trial:");
    }

    @Test
    void itIsTakenUnderAnyNumberButOnNoOtherChannel() {
        StoredRelease release = signed(RELEASE, KEY, "trial");
        String expected =
                "Release 5 is signed for the channels trial, not for default. Sign it for this"
                        + " channel and publish it again.";
        assertThat(refused(TRUSTED, release, "default")).isEqualTo(expected);
        // Without keys nobody can say that it is forged, but it says itself what it is not for.
        assertThat(refused(TrustedKeys.NONE, release, "default")).isEqualTo(expected);
    }

    @Test
    void aChannelPutIntoTheSignatureByHandShows() {
        StoredRelease release = signed(RELEASE, KEY, "trial");
        StoredRelease moved =
                stored(
                        RELEASE,
                        release.signature().replace("trial", "default,trial"),
                        release.info().keyId());
        assertThat(refused(TRUSTED, moved, "default"))
                .isEqualTo(
                        "The signature of release 5 does not fit its files or channels: they were"
                                + " changed after signing, or it is forged. Find out who wrote it,"
                                + " then sign and publish again.");
    }

    @Test
    void otherFilesUnderTheSameSignatureShow() {
        StoredRelease good = signed(RELEASE, KEY, "default");
        Release other = Release.of(5, Map.of("rulebook.yaml", "language: 2\n"));
        assertThat(
                        refused(
                                TRUSTED,
                                stored(other, good.signature(), good.info().keyId()),
                                "default"))
                .contains("does not fit");
    }

    @Test
    void aKeyThatPretendsToBeATrustedOneShows() {
        StoredRelease forged = signed(RELEASE, SigningKey.generate(), "default");
        assertThat(refused(TRUSTED, forged, "default"))
                .contains("is signed by the key " + forged.info().keyId())
                .contains("only " + KEY.id() + " are trusted here");
        assertThat(refused(TRUSTED, stored(RELEASE, forged.signature(), KEY.id()), "default"))
                .contains("does not fit");
    }

    @Test
    void withTrustedKeysAnUnsignedReleaseIsRefused() {
        StoredRelease unsigned = stored(RELEASE, null, null);
        assertThatCode(() -> TrustedKeys.NONE.verify(unsigned, "default"))
                .doesNotThrowAnyException();
        assertThat(refused(TRUSTED, unsigned, "default"))
                .isEqualTo(
                        "Release 5 is not signed; only releases signed by "
                                + KEY.id()
                                + " are taken here. Sign it and publish it again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "ed25519::", "ed25519:default:AAAA", "rsa:default:AAAA"})
    void aTextThatIsNoSignatureIsRefused(String text) {
        assertThat(refused(TRUSTED, stored(RELEASE, text, KEY.id()), "default"))
                .contains("is not in the form used here");
        assertThat(refused(TrustedKeys.NONE, stored(RELEASE, text, KEY.id()), "default"))
                .contains("is not in the form used here");
    }

    @Test
    void everyFlippedBitOfASignatureShows() {
        ReleaseSignature good = ReleaseSignature.sign(RELEASE.sha256(), List.of("default"), KEY);
        for (int bit = 0; bit < good.bytes().length * 8; bit++) {
            byte[] bad = good.bytes().clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            String text = new ReleaseSignature(good.channels(), bad, good.keyId()).text();
            assertThat(refused(TRUSTED, stored(RELEASE, text, good.keyId()), "default"))
                    .contains("does not fit");
        }
    }

    @Test
    void oldAndNewKeysAreTrustedSideBySide() {
        SigningKey next = SigningKey.generate();
        TrustedKeys both = TrustedKeys.of(KEY.publicPem() + "next year's:\n" + next.publicPem());
        assertThat(both.ids()).containsExactlyInAnyOrder(KEY.id(), next.id());
        for (SigningKey key : List.of(KEY, next)) {
            assertThatCode(() -> both.verify(signed(RELEASE, key, "default"), "default"))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void readsTheKeysThatOpensslWrites() throws IOException {
        Path file = folder.resolve("release.key");
        Files.writeString(file, RFC_PRIVATE);
        SigningKey key = SigningKey.read(file);
        assertThat(key.privatePem()).isEqualTo(RFC_PRIVATE);
        assertThat(key.publicPem()).isEqualTo(RFC_PUBLIC);
        Path trusted = folder.resolve("release.pub");
        Files.writeString(trusted, RFC_PUBLIC.replace("\n", "\r\n"));
        assertThat(TrustedKeys.read(trusted).ids()).containsExactly(key.id());
        assertThat(key.id()).matches("[0-9a-f]{16}");
    }

    @Test
    void aGeneratedKeyComesBackFromItsFile() {
        assertThat(SigningKey.of(KEY.privatePem()).publicPem()).isEqualTo(KEY.publicPem());
    }

    @Test
    void saysWhatIsWrongWithAKeyFileAndNeverQuotesIt() throws IOException {
        assertThatThrownBy(() -> SigningKey.read(folder.resolve("none")))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("none cannot be read (NoSuchFileException)");
        assertThatThrownBy(() -> SigningKey.of(RFC_PUBLIC))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("holds 0 blocks PRIVATE KEY");
        assertThatThrownBy(() -> TrustedKeys.of(RFC_PRIVATE))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("holds no block PUBLIC KEY");
        String secret = "c2VjcmV0";
        assertThatThrownBy(
                        () ->
                                SigningKey.of(
                                        "-----BEGIN PRIVATE KEY-----\n"
                                                + secret
                                                + "\n-----END PRIVATE KEY-----\n"))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("no Ed25519 key")
                .hasMessageNotContaining(secret);
    }

    @Test
    void aSignatureNamesChannels() {
        assertThatThrownBy(() -> ReleaseSignature.sign(RELEASE.sha256(), List.of(), KEY))
                .isInstanceOf(RegistryRefusal.class);
        assertThatThrownBy(() -> ReleaseSignature.sign(RELEASE.sha256(), List.of("a,b"), KEY))
                .isInstanceOf(RegistryRefusal.class)
                .hasMessageContaining("The channel name \"a,b\" will not do.");
    }

    @Test
    void aStoredReleaseThatIsNotTheOneThatWasPublishedIsNotOpened() {
        StoredRelease good = stored(RELEASE, null, null);
        assertThat(good.open().sha256()).isEqualTo(RELEASE.sha256());
        Release other = Release.of(5, Map.of("rulebook.yaml", "language: 2\n"));
        StoredRelease swapped = new StoredRelease(good.info(), 1, Bundle.write(other), null);
        assertThatThrownBy(swapped::open)
                .isInstanceOf(RulebookProblem.class)
                .hasMessageStartingWith(
                        "The files of release 5 do not fit its checksum: they make ")
                .hasMessageContaining("the registry says " + RELEASE.sha256());
        assertThatThrownBy(() -> new StoredRelease(good.info(), 99_999_999, null, null).open())
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("The bundle of release 5 has 99999999 bytes");
        assertThatThrownBy(() -> new StoredRelease(good.info(), 3, new byte[3], null).open())
                .isInstanceOf(RulebookProblem.class)
                .hasMessage(
                        "Release 5: The bundle is cut short after 3 bytes. Fetch it again, or"
                                + " build it anew.");
    }
}
