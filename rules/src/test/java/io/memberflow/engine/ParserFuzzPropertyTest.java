package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.memberflow.rulebook.CatalogueReader;
import io.memberflow.rulebook.LookupTableReader;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.RulebookProblem;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Good files, broken in many ways: each is read to rules or to findings, and soon. */
class ParserFuzzPropertyTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    /** A busy machine may take longer for what takes no more of its processor. */
    private static final Duration HANGS = SOON.multipliedBy(12);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final Pattern TOKEN =
            Pattern.compile("\"[^\"\n]*\"|[\\w.$]+|\\s+|.", Pattern.DOTALL);

    private static final List<String> SPICE =
            List.of(
                    "(",
                    ")",
                    "\"",
                    "\\",
                    "\\u0022",
                    "$",
                    "#",
                    "/*",
                    "//",
                    "'",
                    "not ",
                    "exists ",
                    "eval(",
                    " from ",
                    "accumulate(",
                    "in (",
                    "\n",
                    "\0",
                    "\uD800",
                    "end",
                    "then",
                    "rule \"",
                    "<",
                    "&&",
                    "||",
                    "!",
                    ":",
                    ";",
                    "@keep(",
                    "9".repeat(40),
                    "{",
                    "[");

    /** Took 45 s while the parser went on behind each error. */
    @Example
    void aSlipAmongManyGroupsIsFoundSoon() {
        String group = " and ( Member( \"2013-01-01\" >= birthday, 0 memberOf some ) )";
        String text =
                "package rulebook.test\nrule \"r\"\nwhen\n( Member( 1 == life.discountedOrders )"
                        + group.repeat(15)
                        + " and (@keep( Member( 0 memberOf some ) )"
                        + group.repeat(40)
                        + " )\nthen\n    decision.segment(\"one\", \"a\");\nend\n";
        assertThat(soon(() -> DrlText.file(text)).errors()).isNotEmpty();
    }

    @Example
    void charactersThatNoWordBeginsWithAreErrorsToo() {
        String text = "package rulebook.test\nrule \"r\" § § § § § § when\nend\n";
        assertThat(DrlText.file(text).errors()).isNotEmpty();
        assertThat(DrlText.condition("§ § § § §")).isEmpty();
    }

    @Example
    void longChainsAreRefusedBeforeTheyAreTried() {
        for (String link : List.of(" == null", ".d90", " + 1")) {
            String text =
                    "package rulebook.test\nrule \"r\"\nwhen\n    not ( Member( life.orders"
                            + link.repeat(400)
                            + " ) )\nthen\n    decision.segment(\"one\", \"a\");\nend\n";
            assertThat(soon(() -> DrlText.file(text)).errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.en()).contains("more than"));
        }
    }

    private static String mutated(String text, Random random) {
        String mutated = text;
        for (int i = random.nextInt(4); i >= 0; i--) {
            mutated = once(mutated, random);
        }
        return mutated;
    }

    private static String once(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(7)) {
            case 0:
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                if (bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return new String(bytes, StandardCharsets.UTF_8);
            case 1:
                List<String> tokens =
                        new ArrayList<>(
                                TOKEN.matcher(text).results().map(MatchResult::group).toList());
                if (!tokens.isEmpty()) {
                    Collections.swap(
                            tokens, random.nextInt(tokens.size()), random.nextInt(tokens.size()));
                }
                return String.join("", tokens);
            case 2:
                return text.substring(0, at);
            case 3:
                int to = at + random.nextInt(text.length() - at + 1);
                String part = text.substring(at, Math.min(to, at + 60));
                return text.substring(0, at)
                        + part.repeat(1 + random.nextInt(300))
                        + text.substring(at);
            case 4:
                return text.substring(at);
            default:
                return text.substring(0, at)
                        + SPICE.get(random.nextInt(SPICE.size()))
                                .repeat(random.nextInt(8) == 0 ? 3_000 : 1)
                        + text.substring(at);
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void ruleFiles(@ForAll long seed) {
        Random random = new Random(seed);
        RandomRules rules = new RandomRules(seed);
        String text = mutated(TestRulebook.file(rules.rule("r"), rules.rule("s")), random);
        List<Finding> findings = new ArrayList<>();
        List<Rule> read =
                soon(
                        () ->
                                new RuleReader(
                                                "a.drl",
                                                text,
                                                TestRulebook.catalogue(),
                                                TestRulebook.SCHEMA,
                                                Map.of(RandomRules.LIST, List.of("红")),
                                                findings)
                                        .read());
        assertThat(read).doesNotContainNull();
        assertThat(findings)
                .allSatisfy(
                        finding -> {
                            assertThat(finding.line()).isPositive();
                            assertThat(finding.column()).isPositive();
                            assertThat(finding.zh()).endsWith("。");
                            assertThat(finding.en()).endsWith(".");
                        });
        // Whatever is understood can be written for Drools, in numbers and a few words only.
        String drl =
                DrlWriter.write(new Layers(read, TestRulebook.catalogue()), read, new Leaves());
        assertThat(drl).matches("(?s)[\\p{ASCII}]*").doesNotContain("\\");
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void catalogues(@ForAll long seed) {
        String text = mutated(TestRulebook.CATALOGUE, new Random(seed));
        soon(
                () -> {
                    try {
                        assertThat(CatalogueReader.read(text).models()).isNotEmpty();
                    } catch (RulebookProblem e) {
                        assertThat(e.zh()).endsWith("。");
                        assertThat(e.en()).endsWith(".");
                    }
                    return text;
                });
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void tables(@ForAll long seed) {
        Random random = new Random(seed);
        String campaigns =
                "名称,类型,起,止\n双11,大促,2024-11-01,2024-11-11\n\"a,\"\"b\",,2024-01-01,2024-01-02\n";
        Release release =
                Release.of(
                        1,
                        Map.of(
                                RulebookFiles.CATALOGUE,
                                "",
                                "tables/campaigns.csv",
                                mutated(campaigns, random),
                                "tables/lists/a.csv",
                                mutated(RandomRules.list(), random),
                                "tables/words/b.csv",
                                mutated("词,值\n公司,白领族\n厕所,\n", random)));
        LookupTableReader.Result result = soon(() -> LookupTableReader.read(release));
        assertThat(result.problems()).allSatisfy(problem -> assertThat(problem.en()).endsWith("."));
    }

    private static <T> T soon(Callable<T> reading) {
        return assertTimeoutPreemptively(
                HANGS,
                () -> {
                    long before = THREADS.getCurrentThreadCpuTime();
                    T read = reading.call();
                    assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before))
                            .as("processor time")
                            .isLessThan(SOON);
                    return read;
                });
    }
}
