package io.memberflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {

    @TempDir private Path dir;

    @Test
    void aFileIsItself() throws IOException {
        Path file = write("a b.jsonl", "{}");
        assertThat(InputFiles.find(file.toString())).containsExactly(file);
        assertThat(InputFiles.find(dir + "/./a b.jsonl")).containsExactly(file);
    }

    @Test
    void aFolderIsAllVisibleFilesBelowItSorted() throws IOException {
        Path b = write("in/b.jsonl", "{}");
        Path a = write("in/sub/_a.csv", "order_id,member_id,paid_at,amount\n");
        Path empty = write("in/_SUCCESS", "");
        write("in/.hidden", "x");
        write("in/.git/x", "x");
        assertThat(InputFiles.find(dir + "/in")).containsExactly(empty, b, a);
    }

    @Test
    void aFolderInsideAHiddenOneIsRead() throws IOException {
        Path file = write(".cache/in/a.jsonl", "{}");
        assertThat(InputFiles.find(dir + "/.cache/in")).containsExactly(file);
    }

    @Test
    void aGlobIsWhatItMatches() throws IOException {
        Path one = write("in/2025-01.jsonl", "{}");
        Path two = write("in/2025-02.json", "{}");
        Path deep = write("in/deep/2025-03.jsonl", "{}");
        write("in/2024-01.jsonl", "{}");
        assertThat(InputFiles.find(dir + "/in/2025-*")).containsExactly(one, two);
        assertThat(InputFiles.find(dir + "/in/2025-0?.{json,txt}")).containsExactly(two);
        assertThat(InputFiles.find(dir + "/in/**/2025-*")).containsExactly(deep);
        assertThat(InputFiles.find(dir + "/*/2025-[01]1.jsonl")).containsExactly(one);
        assertThat(InputFiles.find(dir + "/**2025*.jsonl")).containsExactly(one, deep);
    }

    @Test
    void whatExistsUnderTheVeryNameIsNoGlob() throws IOException {
        Path file = write("a[1].jsonl", "{}");
        write("a1.jsonl", "{}");
        assertThat(InputFiles.find(dir + "/a[1].jsonl")).containsExactly(file);
        Path inside = write("x[y]/o1.jsonl", "{}");
        assertThat(InputFiles.find(dir + "/x[y]")).containsExactly(inside);
    }

    @Test
    void missingInputIsSaidInOneSentence() throws IOException {
        problem(dir + "/no.jsonl", "does not exist");
        problem(dir + "/no/*.jsonl", "matches no files");
        problem(dir + "/*.jsonl", "matches no files");
        Files.createDirectory(dir.resolve("empty"));
        problem(dir + "/empty", "holds no files");
        problem(dir + "/[", "neither a path nor a glob");
        problem("a\0b", "neither a path nor a glob");
        problem(" ", "empty");
        problem("/dev/null", "no regular file");
    }

    @Test
    void unusableFilesAreSaidSo() throws IOException {
        write("a.csv", "order_id,member_id,paid_at\n");
        problem(dir + "/a.csv", "a.csv: its header has no column amount");
        write("b.csv", "");
        problem(dir + "/b.csv", "b.csv: the file is empty");
        write("c.jsonl.gz", "{}");
        problem(dir + "/c.jsonl.gz", "is no gzip file");
        Path broken = dir.resolve("d.jsonl.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(broken))) {
            out.write(new byte[] {'{', '}'});
        }
        byte[] bytes = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(bytes, bytes.length - 4));
        problem(broken.toString(), "damaged or cut off");
        Files.createSymbolicLink(dir.resolve("loop"), dir);
        problem(dir.toString(), "cannot be read");
    }

    private static void problem(String path, String named) {
        assertThatThrownBy(() -> InputFiles.find(path))
                .isInstanceOf(InputProblem.class)
                .hasMessageContaining(named)
                .hasMessageMatching("[^\n]+\\.");
    }

    private Path write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
