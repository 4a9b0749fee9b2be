package io.memberflow.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulebookFilesTest {
    @TempDir Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void readsCatalogueAndRulesOfAFolder() throws IOException {
        write("rulebook.yaml", "catalogue");
        write("b/生命.drl", "规则");
        write("a.drl", "\uFEFFwith a mark");
        write("notes.txt", "no rule");
        write("b/other.yaml", "no catalogue");
        Release release = RulebookFiles.folder(folder);
        assertThat(release.version()).isZero();
        assertThat(release.paths()).containsExactly("a.drl", "b/生命.drl", "rulebook.yaml");
        assertThat(release.texts()).containsExactly("with a mark", "规则", "catalogue");
    }

    @Test
    void theChecksumIsOverPathsAndTextsAndNothingElse() {
        Release one = Release.of(1, Map.of("a", "b", "c", "d"));
        assertThat(one.sha256())
                .isEqualTo(Release.of(2, Map.of("c", "d", "a", "b")).sha256())
                .isNotEqualTo(Release.of(1, Map.of("a", "bc", "", "d")).sha256())
                .isNotEqualTo(Release.of(1, Map.of("a", "d", "c", "b")).sha256())
                .matches("[0-9a-f]{64}");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> RulebookFiles.folder(folder.resolve("nowhere")))
                .isInstanceOf(RulebookProblem.class)
                .hasMessage(
                        "There is no rulebook folder "
                                + folder.resolve("nowhere")
                                + ". Name a folder that holds rulebook.yaml.");
        assertThatThrownBy(() -> RulebookFiles.folder(folder))
                .isInstanceOf(RulebookProblem.class)
                .hasMessage(
                        "The folder "
                                + folder
                                + " holds no rulebook.yaml. Name the folder that a rulebook starts"
                                + " in.");
    }

    @Test
    void readsWhatChineseEditorsSave() throws IOException {
        String text = "规则：成熟期 90 天，𠮷祥";
        write("rulebook.yaml", "catalogue");
        Files.write(folder.resolve("a.drl"), text.getBytes(Charset.forName("GB18030")));
        Files.write(folder.resolve("b.drl"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("c.drl"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
        Files.write(folder.resolve("d.drl"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE));
        assertThat(RulebookFiles.folder(folder).texts())
                .containsExactly(text, text, text, text, "catalogue");
    }

    @Test
    void refusesTextThatCouldBeTwoThings() throws IOException {
        write("rulebook.yaml", "catalogue");
        // In UTF-8 the bytes of this are another text: Latin letters and marks.
        byte[] bytes = "\u00E9\u00D7".getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("a.drl"), bytes);
        assertThatThrownBy(() -> RulebookFiles.folder(folder))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageStartingWith("a.drl can be read as UTF-8 and as GB18030")
                .hasMessageContaining("Save it as UTF-8 with a byte order mark");
        byte[] marked = "\uFEFF\u00E9\u00D7".getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("a.drl"), marked);
        assertThat(RulebookFiles.folder(folder).texts()[0]).isEqualTo("\u00E9\u00D7");
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        write("rulebook.yaml", "catalogue");
        Files.write(folder.resolve("a.drl"), new byte[] {(byte) 0xFF, (byte) 0xFF, 1});
        assertThatThrownBy(() -> RulebookFiles.folder(folder))
                .isInstanceOf(RulebookProblem.class)
                .hasMessage(
                        "a.drl is neither UTF-8 nor GB18030 text. Save it as UTF-8 and try again.");
    }

    @Test
    void theShippedRulebookIsThere() {
        assertThat(RulebookFiles.shipped().paths())
                .contains("rulebook.yaml", "lifecycle/lifecycle.drl", "segments/pyramid.drl")
                .hasSizeGreaterThanOrEqualTo(14);
    }

    /** As it is when the program runs from its jar, also while something else has the jar open. */
    @Test
    void theShippedRulebookIsReadFromInsideAJar() throws Exception {
        Path jar = folder.resolve("规则 1.jar");
        Path classes =
                Path.of(
                        RulebookFiles.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String part : List.of("rulebook", "io/memberflow/rulebook")) {
                copy(classes, classes.resolve(part), out);
            }
        }
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, platform);
                FileSystem open =
                        FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            assertThat(open.isOpen()).isTrue();
            Method shipped = loader.loadClass(RulebookFiles.class.getName()).getMethod("shipped");
            Object release = shipped.invoke(null);
            assertThat(release.getClass().getMethod("sha256").invoke(release))
                    .isEqualTo(RulebookFiles.shipped().sha256());
        }
    }

    private static void copy(Path root, Path from, JarOutputStream out) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, (OutputStream) out);
                out.closeEntry();
            }
        }
    }

    @Test
    void aLinkThatLeadsOutOfTheFolderIsNotRead(@TempDir Path elsewhere) throws IOException {
        write("rulebook.yaml", "catalogue");
        Path secret = Files.writeString(elsewhere.resolve("secret"), "nobody's business");
        Files.createSymbolicLink(folder.resolve("a.drl"), secret);
        assertThatThrownBy(() -> RulebookFiles.folder(folder))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageStartingWith("a.drl is a link that leads out of the folder ")
                .hasMessageNotContaining("nobody");
    }

    @Test
    void aLinkWithinTheFolderIsRead() throws IOException {
        write("data/real.yaml", "catalogue");
        Files.createSymbolicLink(folder.resolve("rulebook.yaml"), folder.resolve("data/real.yaml"));
        assertThat(RulebookFiles.folder(folder).texts()).containsExactly("catalogue");
    }

    @Test
    void tooMuchIsRefusedBeforeItIsRead() throws IOException {
        write("rulebook.yaml", "catalogue");
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("a.drl").toFile(), "rw")) {
            file.setLength(1L << 33);
        }
        assertThatThrownBy(() -> RulebookFiles.folder(folder))
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("has 2 files of 8589934601 bytes; at most 1000 files of");
    }
}
