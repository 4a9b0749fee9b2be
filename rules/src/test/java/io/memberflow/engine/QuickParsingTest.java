package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.Recognizer;
import org.drools.drl.parser.antlr4.DRL10Parser;
import org.drools.drl.parser.antlr4.DRL10ParserHelper;
import org.junit.jupiter.api.Test;

/** The quick way of the grammar comes to the tree of the thorough one, or to none. */
class QuickParsingTest {
    private static final int RANDOM_FILES = 150;

    @Test
    void everyShippedFileIsReadTheQuickWay() {
        List<String> files = shipped();
        assertThat(files).hasSizeGreaterThan(40);
        for (String text : files) {
            assertThat(quick(text)).isEqualTo(thorough(text)).isNotNull();
        }
    }

    @Test
    void slipsAreFoundByBothAndTreesAreTheSame() {
        Random random = new Random(20261124);
        List<String> files = shipped();
        int trees = 0;
        int slips = 0;
        for (int i = 0; i < RANDOM_FILES; i++) {
            RandomRules rules = new RandomRules(i);
            String good =
                    i % 5 == 0
                            ? files.get(random.nextInt(files.size()))
                            : TestRulebook.file(rules.rule("r"), rules.rule("s"));
            String text = i % 2 == 0 ? good : withASlip(good, random);
            String tree = thorough(text);
            assertThat(quick(text)).as(text).isEqualTo(tree);
            trees += tree == null ? 0 : 1;
            slips += tree == null ? 1 : 0;
        }
        assertThat(trees).isGreaterThan(RANDOM_FILES / 3);
        assertThat(slips).isGreaterThan(RANDOM_FILES / 10);
    }

    @Test
    void whatTheQuickWayLeavesIsReadFromTheBeginning() {
        String text = "package rulebook.test\nrule \"r\" when Member( then end\n";
        DRL10Parser parser = DRL10ParserHelper.createDrlParser(text);
        assertThat(DrlText.quickly(parser)).isNull();
        assertThat(parser.getTokenStream().index()).isZero();
        assertThat(parser.compilationUnit().isEmpty()).as("hangs below nothing").isTrue();
        assertThat(DrlText.file(text).errors()).isNotEmpty();
    }

    private static List<String> shipped() {
        Release release = RulebookFiles.folder(Path.of("rulebook"));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < release.paths().length; i++) {
            if (release.paths()[i].endsWith(".drl")) {
                texts.add(release.texts()[i]);
            }
        }
        return texts;
    }

    private static String withASlip(String text, Random random) {
        int at = random.nextInt(text.length());
        return text.substring(0, at) + text.substring(Math.min(text.length(), at + 3));
    }

    private static String quick(String text) {
        DRL10Parser parser = silent(text);
        DRL10Parser.CompilationUnitContext tree = DrlText.quickly(parser);
        return tree == null ? null : tree.toStringTree(parser);
    }

    /** The tree, null where the text has errors. */
    private static String thorough(String text) {
        DRL10Parser parser = silent(text);
        DRL10Parser.CompilationUnitContext tree = parser.compilationUnit();
        return parser.getNumberOfSyntaxErrors() > 0 ? null : tree.toStringTree(parser);
    }

    private static DRL10Parser silent(String text) {
        DRL10Parser parser = DRL10ParserHelper.createDrlParser(text);
        List.of((Recognizer<?, ?>) parser.getTokenStream().getTokenSource(), parser)
                .forEach(Recognizer::removeErrorListeners);
        return parser;
    }
}
