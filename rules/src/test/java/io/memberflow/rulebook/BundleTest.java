package io.memberflow.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    private static final byte[] WORKBOOK = {'P', 'K', 3, 4, 0, -1, -128};
    private static final Map<String, String> FILES =
            Map.of(
                    "rulebook.yaml",
                    "language: 1\n",
                    "标签/口味.drl",
                    "package rulebook.a\n// 甜\r\n",
                    "tables/sizes.drl.xlsx",
                    Base64.getEncoder().encodeToString(WORKBOOK),
                    "tables/lists/empty.csv",
                    "");

    private static byte[] bundle() {
        return Bundle.write(Release.of(0, FILES));
    }

    private static RulebookProblem refused(byte[] bytes) {
        RulebookProblem problem =
                catchThrowableOfType(RulebookProblem.class, () -> Bundle.read(7, bytes));
        assertThat(problem).isNotNull();
        assertThat(problem.zh()).isNotBlank().isNotEqualTo(problem.en());
        return problem;
    }

    @Test
    void theShippedRulebookTravelsAsItIs() {
        Release shipped = RulebookFiles.shipped();
        Release read = Bundle.read(7, Bundle.write(shipped));
        assertThat(read.version()).isEqualTo(7);
        assertThat(read.sha256()).isEqualTo(shipped.sha256());
        assertThat(read.paths()).isEqualTo(shipped.paths());
        assertThat(read.texts()).isEqualTo(shipped.texts());
    }

    @Test
    void anyZipProgramOpensIt() throws IOException {
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bundle()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.put(entry.getName(), zip.readAllBytes());
            }
        }
        assertThat(found.keySet())
                .containsExactly(
                        "rulebook.yaml",
                        "tables/lists/empty.csv",
                        "tables/sizes.drl.xlsx",
                        "标签/口味.drl");
        assertThat(found.get("tables/sizes.drl.xlsx")).isEqualTo(WORKBOOK);
        assertThat(found.get("标签/口味.drl"))
                .isEqualTo("package rulebook.a\n// 甜\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Signatures and registries outlive programs: these bytes may never change. */
    @Test
    void theBytesAreTheSameForEver() throws Exception {
        Release release = Release.of(3, FILES);
        assertThat(release.sha256())
                .isEqualTo("8adbb34e28878721d8145a8bc804a926ccdc02560b84ebea39c0cfe8f01ddf6d");
        assertThat(HexFormat.of().formatHex(sha256(Bundle.write(release))))
                .isEqualTo("956e3d564dd6e84fe1add0d3cadd8104b6a63bc0fd621793873e97c5a7c81645");
    }

    @Test
    void everyFlippedBitIsFound() {
        byte[] good = bundle();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            refused(bad);
        }
    }

    @Test
    void everyMissingByteAndEveryByteTooManyIsFound() {
        byte[] good = bundle();
        for (int length = 0; length < good.length; length++) {
            refused(Arrays.copyOf(good, length));
            refused(Arrays.copyOfRange(good, good.length - length, good.length));
        }
        refused(Arrays.copyOf(good, good.length + 1));
        byte[] behind = new byte[good.length + 1];
        System.arraycopy(good, 0, behind, 1, good.length);
        refused(behind);
    }

    @Test
    void saysThatItWasCutShort() {
        byte[] good = bundle();
        assertThat(refused(Arrays.copyOf(good, 50)).en())
                .isEqualTo(
                        "The bundle is cut short after 50 bytes. Fetch it again, or build it anew.");
        assertThat(refused(new byte[0]).en()).contains("cut short after 0 bytes");
    }

    @Test
    void saysThatItIsNone() {
        assertThat(refused("no zip at all".getBytes(StandardCharsets.UTF_8)).en())
                .isEqualTo("This is no bundle, or it is damaged. Use rule-editor build.");
    }

    /** A small file that would become a large one is turned down before anything grows. */
    @Test
    void aZipBombIsNotOpened() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("rulebook.yaml"));
            for (int i = 0; i < 64; i++) {
                zip.write(new byte[1 << 20]);
            }
        }
        assertThat(bytes.size()).isLessThan(1 << 20);
        assertThat(refused(bytes.toByteArray()).en())
                .isEqualTo(
                        "The bundle holds compressed files; another program packed it. Use"
                                + " rule-editor build.");
    }

    @Test
    void aHugeSizeIsNotBelieved() {
        byte[] bad = bundle();
        // The size of the first entry, little-endian.
        bad[22] = bad[23] = bad[24] = (byte) 0xff;
        bad[21] = 0x7f;
        bad[25] = 0x7f;
        assertThat(refused(bad).en()).contains("cut short");
    }

    @Test
    void tooMuchIsRefused() {
        assertThat(refused(new byte[Bundle.MAX_BYTES + 1]).en())
                .startsWith("The bundle has 4194305 bytes; at most 4194304 are allowed.");
        Map<String, String> many = new TreeMap<>();
        IntStream.rangeClosed(0, ReleaseLimits.MAX_FILES)
                .forEach(i -> many.put("a" + i + ".drl", ""));
        assertThatThrownBy(() -> Bundle.write(Release.of(0, many)))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("1001 files; at most 1000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../rulebook.yaml",
                "/etc/a.drl",
                "a//b.drl",
                "a\\b.drl",
                "c:/a.drl",
                "a\u0000.drl",
                "\u202Egnp.drl",
                "notes.txt",
                "Evil.class",
                "tests/a.drl.exe"
            })
    void filesThatAreNoneOfARulebookAreRefused(String path) {
        assertThatThrownBy(() -> Bundle.write(Release.of(0, Map.of(path, "text"))))
                .isInstanceOf(RulebookProblem.class);
    }

    /** What divides files in the checksum may not stand in one. */
    @Test
    void noTextCanPassForTwoFiles() {
        Release two = Release.of(1, Map.of("a.drl", "x", "b.drl", "y"));
        Release one = Release.of(1, Map.of("a.drl", "x\u0000b.drl\u0000y"));
        assertThat(one.sha256()).isEqualTo(two.sha256());
        assertThatThrownBy(() -> Bundle.write(one))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("a.drl: The file holds the hidden character U+0000.");
    }

    @Test
    void halfACharacterAndABrokenWorkbookAreRefused() {
        assertThatThrownBy(() -> Bundle.write(Release.of(0, Map.of("a.drl", "\uD800"))))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("a.drl holds half a character");
        assertThatThrownBy(() -> Bundle.write(Release.of(0, Map.of("a.drl.xlsx", "*"))))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("a.drl.xlsx cannot be read");
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
