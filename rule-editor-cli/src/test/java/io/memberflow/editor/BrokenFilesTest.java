package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code check} says of broken files, each put into a rulebook that is good: held against
 * {@code broken.golden.txt}, which people read through. {@code -Dmemberflow.golden=write} writes it
 * anew.
 */
class BrokenFilesTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "broken.golden.txt");
    private static final String HEAD = "=== ";

    @TempDir private static Path folder;
    private static Rulebook good;

    @BeforeAll
    static void aGoodRulebook() {
        Commands.run("init", folder.resolve("good").toString());
        good = Rulebook.in(folder.resolve("good"));
    }

    @Test
    void eachBrokenFileIsToldAsAPersonNeedsIt() throws IOException {
        StringBuilder told = new StringBuilder();
        List<String> silent = new ArrayList<>();
        for (Broken broken : broken()) {
            told.append(HEAD).append(broken.name()).append('\n');
            for (Language language : List.of(Language.ZH, Language.EN)) {
                String text = told(broken, language);
                told.append(text).append('\n');
                if (text.isBlank()) {
                    silent.add(broken.name());
                }
            }
        }
        assertThat(silent).isEmpty();
        if ("write".equals(System.getProperty("memberflow.golden"))) {
            Files.writeString(GOLDEN, told);
        }
        assertThat(told.toString()).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void thereAreAtLeastAHundred() throws IOException {
        assertThat(broken()).hasSizeGreaterThanOrEqualTo(100);
        assertThat(broken()).extracting(Broken::name).doesNotHaveDuplicates();
    }

    private record Broken(String name, String path, String text) {}

    private static List<Broken> broken() throws IOException {
        String all;
        try (InputStream in = BrokenFilesTest.class.getResourceAsStream("/broken.txt")) {
            all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Broken> broken = new ArrayList<>();
        for (String one : ("\n" + all).split("\n" + HEAD)) {
            if (!one.isBlank()) {
                String[] lines = one.split("\n", 2);
                String[] head = lines[0].split(" \\| ");
                broken.add(new Broken(head[0], head[1], lines[1]));
            }
        }
        return broken;
    }

    private static String told(Broken broken, Language language) {
        Map<String, String> files = good.files();
        files.put(broken.path(), broken.text());
        Rulebook rulebook = good.with(files);
        List<Problem> problems =
                rulebook.findings().stream().map(f -> Problem.of(f, language)).toList();
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new TextProblems(new Console(out, out, false, null), rulebook).print(problems, out);
        out.flush();
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
