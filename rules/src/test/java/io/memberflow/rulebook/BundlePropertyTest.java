package io.memberflow.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class BundlePropertyTest {
    private static final List<String> PIECES =
            List.of("x", " ", "\n", "\r\n", "\t", "\"", "甜", "𠮷", "é", "\u00a0");

    @Property(tries = 300)
    void filesComeBackAsTheyWere(@ForAll("files") Map<String, String> files) {
        Release release = Release.of(0, files);
        byte[] bundle = Bundle.write(release);
        Release read = Bundle.read(1, bundle);
        assertThat(read.sha256()).isEqualTo(release.sha256());
        assertThat(read.paths()).isEqualTo(release.paths());
        assertThat(read.texts()).isEqualTo(release.texts());
        assertThat(Bundle.write(read)).isEqualTo(bundle);
    }

    /** Different files are different bytes and another checksum. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void nothingElseIsTheSame(
            @ForAll("files") Map<String, String> one, @ForAll("files") Map<String, String> other) {
        Release a = Release.of(0, one);
        Release b = Release.of(0, other);
        assertThat(a.sha256().equals(b.sha256())).isEqualTo(one.equals(other));
        assertThat(Arrays.equals(Bundle.write(a), Bundle.write(b))).isEqualTo(one.equals(other));
    }

    /** Bytes of a good bundle written over, taken out and put in at random. */
    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void noBrokenBundleIsTaken(
            @ForAll("files") Map<String, String> files,
            @ForAll @IntRange(max = 1 << 20) int where,
            @ForAll @IntRange(max = 2) int how,
            @ForAll("fewBytes") List<Byte> replacement) {
        byte[] with = array(replacement);
        byte[] good = Bundle.write(Release.of(0, files));
        int at = where % good.length;
        int gone = how == 0 ? 0 : Math.min(with.length, good.length - at);
        int put = how == 2 ? 0 : with.length;
        byte[] bad = new byte[good.length - gone + put];
        System.arraycopy(good, 0, bad, 0, at);
        System.arraycopy(with, 0, bad, at, put);
        System.arraycopy(good, at + gone, bad, at + put, good.length - at - gone);
        if (!Arrays.equals(good, bad)) {
            assertThatThrownBy(() -> Bundle.read(1, bad)).isInstanceOf(RulebookProblem.class);
        }
    }

    @Property(tries = 1_000)
    void noRandomBytesAreTaken(@ForAll("bytes") List<Byte> random) {
        byte[] bytes = array(random);
        // The start of an entry, so that more than the first check is met.
        byte[] bad = new byte[bytes.length + 10];
        System.arraycopy(new byte[] {'P', 'K', 3, 4, 10, 0, 0, 8, 0, 0}, 0, bad, 0, 10);
        System.arraycopy(bytes, 0, bad, 10, bytes.length);
        assertThatThrownBy(() -> Bundle.read(1, bad)).isInstanceOf(RulebookProblem.class);
    }

    @Provide
    Arbitrary<List<Byte>> fewBytes() {
        return Arbitraries.bytes().list().ofMinSize(1).ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Byte>> bytes() {
        return Arbitraries.bytes().list().ofMaxSize(300);
    }

    @Provide
    Arbitrary<Map<String, String>> files() {
        Arbitrary<String> name =
                Arbitraries.strings().withChars("abc甜辣019-_").ofMinLength(1).ofMaxLength(6);
        Arbitrary<String> folder = Arbitraries.of("", "segments/", "tags/food/", "tests/", "表/");
        Arbitrary<String> text =
                Arbitraries.of(PIECES).list().ofMaxSize(40).map(all -> String.join("", all));
        Arbitrary<String> ending = Arbitraries.of(".drl", ".drl.csv");
        Arbitrary<String> workbook =
                Arbitraries.bytes()
                        .list()
                        .ofMaxSize(60)
                        .map(bytes -> Base64.getEncoder().encodeToString(array(bytes)));
        Arbitrary<List<String>> texts =
                Combinators.combine(folder, name, ending, text)
                        .as((f, n, end, t) -> List.of(f + n + end, t));
        Arbitrary<List<String>> workbooks =
                Combinators.combine(folder, name, workbook)
                        .as((f, n, w) -> List.of(f + n + RulebookFiles.WORKBOOK, w));
        return Arbitraries.frequencyOf(Tuple.of(4, texts), Tuple.of(1, workbooks))
                .list()
                .ofMaxSize(6)
                .map(
                        files -> {
                            Map<String, String> byPath = new TreeMap<>();
                            files.forEach(file -> byPath.put(file.get(0), file.get(1)));
                            return byPath;
                        });
    }

    private static byte[] array(List<Byte> list) {
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = list.get(i);
        }
        return bytes;
    }
}
