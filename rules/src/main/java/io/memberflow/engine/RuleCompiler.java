package io.memberflow.engine;

import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.CatalogueReader;
import io.memberflow.rulebook.LookupTableReader;
import io.memberflow.rulebook.LookupTables;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.ReleaseLimits;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.RulebookProblem;
import io.memberflow.rulebook.TableProblem;
import io.memberflow.rulebook.TagKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Turns a release into rules that can decide, or into all the reasons why it cannot. */
public final class RuleCompiler {
    /** More rules than this are refused. */
    private static final int MAX_RULES = 500;

    /** What a rule that only asks is called, and what it gives. */
    public static final String PROBE = "?";

    private RuleCompiler() {}

    /**
     * What compiling came to.
     *
     * @param rules the compiled rules, null when there are findings
     * @param findings what is wrong, by file and line; empty when the rules are good
     */
    public record Result(CompiledRules rules, List<Finding> findings) {

        /**
         * The rules.
         *
         * @throws RulebookProblem with the findings, when there are any
         */
        public CompiledRules orThrow() {
            if (!findings.isEmpty()) {
                StringBuilder zh = new StringBuilder("规则库有错误：");
                StringBuilder en = new StringBuilder("The rulebook has errors:");
                findings.forEach(f -> zh.append("\n  ").append(f.text(true)));
                findings.forEach(f -> en.append("\n  ").append(f.text(false)));
                throw new RulebookProblem(zh.toString(), en.toString(), null);
            }
            return rules;
        }
    }

    /** Reads and compiles a release for a job that keeps these windows. */
    public static Result compile(Release release, FactSchema schema) {
        return read(release, schema, true, null);
    }

    /**
     * Reads a release and finds the same in it, without asking Drools: the rules decide by {@link
     * Solver} alone. Drools takes seconds to compile them, and what it is given was written by this
     * program, not by the rules' author.
     */
    public static Result understand(Release release, FactSchema schema) {
        return read(release, schema, false, null);
    }

    /**
     * The same with one more rule, which only asks: it comes last of all rules, and what it gives
     * is {@link #PROBE}.
     *
     * @param condition what stands between {@code when} and {@code then}
     */
    public static Result probe(Release release, FactSchema schema, String condition) {
        return read(release, schema, false, condition);
    }

    private static Result read(
            Release release, FactSchema schema, boolean compiles, String condition) {
        List<Finding> findings = new ArrayList<>();
        addAll(ReleaseLimits.check(release), findings);
        if (!findings.isEmpty()) {
            return new Result(null, List.copyOf(findings));
        }
        Catalogue catalogue = catalogue(release, findings);
        if (catalogue == null) {
            return new Result(null, findings);
        }
        if (condition != null) {
            catalogue = withProbe(catalogue);
        }
        LookupTableReader.Result tables = LookupTableReader.read(release);
        addAll(tables.problems(), findings);
        List<Rule> rules = read(release, catalogue, schema, tables.tables(), findings);
        if (condition != null) {
            rules.addAll(probe(condition, catalogue, schema, tables.tables(), findings));
        }
        refuseDoubleNames(rules, findings);
        Layers layers = new Layers(rules, catalogue);
        findings.addAll(layers.circles());
        if (!findings.isEmpty()) {
            findings.sort(
                    Comparator.comparing(Finding::file)
                            .thenComparingInt(Finding::line)
                            .thenComparingInt(Finding::column));
            return new Result(null, List.copyOf(findings));
        }
        return new Result(
                new CompiledRules(
                        release.version(),
                        release.sha256(),
                        catalogue,
                        schema,
                        tables.tables(),
                        rules,
                        layers,
                        compiles ? DroolsProgram.compile(layers, List.copyOf(rules)) : null),
                List.of());
    }

    private static Catalogue withProbe(Catalogue catalogue) {
        List<TagKey> tags = new ArrayList<>(catalogue.tags());
        tags.add(new TagKey(PROBE, PROBE, false, true, true, List.of()));
        return new Catalogue(
                catalogue.models(),
                catalogue.parameters(),
                catalogue.scores(),
                List.copyOf(tags),
                catalogue.trades());
    }

    private static List<Rule> probe(
            String condition,
            Catalogue catalogue,
            FactSchema schema,
            LookupTables tables,
            List<Finding> findings) {
        String text =
                "package rulebook rule \""
                        + PROBE
                        + "\" when\n"
                        + condition
                        + "\nthen decision.tag(\""
                        + PROBE
                        + "\", \"1\"); end";
        List<Finding> found = new ArrayList<>();
        List<Rule> rules =
                new RuleReader(PROBE, text, catalogue, schema, lists(tables), found).read();
        // The condition stands on the second line of the text.
        for (Finding one : found) {
            findings.add(
                    new Finding(
                            PROBE,
                            Math.max(1, one.line() - 1),
                            one.line() == 1 ? 1 : one.column(),
                            one.zh(),
                            one.en()));
        }
        if (found.isEmpty() && rules.size() != 1) {
            findings.add(
                    new Finding(
                            PROBE,
                            1,
                            1,
                            "这里要写一个条件，如 Member( d365.orders >= 3 )。",
                            "One condition is needed, as in Member( d365.orders >= 3 )."));
        }
        return rules;
    }

    private static Map<String, List<String>> lists(LookupTables tables) {
        Map<String, List<String>> lists = new HashMap<>();
        tables.lists().forEach((name, values) -> lists.put(name, List.copyOf(values)));
        return lists;
    }

    private static void addAll(List<TableProblem> problems, List<Finding> findings) {
        for (TableProblem problem : problems) {
            findings.add(
                    new Finding(
                            problem.file(),
                            problem.line(),
                            problem.column(),
                            problem.zh(),
                            problem.en()));
        }
    }

    private static Catalogue catalogue(Release release, List<Finding> findings) {
        for (int i = 0; i < release.paths().length; i++) {
            if (release.paths()[i].equals(RulebookFiles.CATALOGUE)) {
                try {
                    return CatalogueReader.read(release.texts()[i]);
                } catch (RulebookProblem e) {
                    findings.add(
                            new Finding(
                                    RulebookFiles.CATALOGUE, e.line(), e.column(), e.zh(), e.en()));
                    return null;
                }
            }
        }
        findings.add(
                new Finding(
                        RulebookFiles.CATALOGUE,
                        1,
                        1,
                        "缺少目录文件 rulebook.yaml。",
                        "The catalogue rulebook.yaml is missing."));
        return null;
    }

    private static List<Rule> read(
            Release release,
            Catalogue catalogue,
            FactSchema schema,
            LookupTables tables,
            List<Finding> findings) {
        Map<String, List<String>> lists = lists(tables);
        int[] written =
                IntStream.range(0, release.paths().length)
                        .filter(i -> holdsRules(release.paths()[i]))
                        .toArray();
        // The files know nothing of one another, and the grammar takes its time.
        List<FileResult> files =
                Arrays.stream(written)
                        .parallel()
                        .mapToObj(
                                i ->
                                        file(
                                                release.paths()[i],
                                                release.texts()[i],
                                                catalogue,
                                                schema,
                                                lists))
                        .toList();
        List<Rule> rules = new ArrayList<>();
        for (FileResult file : files) {
            rules.addAll(file.rules());
            findings.addAll(file.findings());
        }
        if (rules.size() > MAX_RULES) {
            findings.add(
                    new Finding(
                            RulebookFiles.CATALOGUE,
                            1,
                            1,
                            "规则有 " + rules.size() + " 条，最多 " + MAX_RULES + " 条。",
                            "There are "
                                    + rules.size()
                                    + " rules; at most "
                                    + MAX_RULES
                                    + " are allowed."));
        }
        refuseTooManyWays(rules, findings);
        return rules;
    }

    private static boolean holdsRules(String path) {
        return path.endsWith(".drl") || SheetRules.isSheet(path);
    }

    private record FileResult(List<Rule> rules, List<Finding> findings) {}

    private static FileResult file(
            String path,
            String text,
            Catalogue catalogue,
            FactSchema schema,
            Map<String, List<String>> lists) {
        BiFunction<String, List<Finding>, List<Rule>> reader =
                (rules, found) ->
                        new RuleReader(path, rules, catalogue, schema, lists, found).read();
        List<Finding> findings = new ArrayList<>();
        return new FileResult(
                SheetRules.isSheet(path)
                        ? SheetRules.read(path, text, reader, findings)
                        : reader.apply(text, findings),
                findings);
    }

    private static void refuseTooManyWays(List<Rule> rules, List<Finding> findings) {
        long ways = 0;
        for (Rule rule : rules) {
            long before = ways;
            ways += Complexity.of(rule.when()).ways();
            if (before <= Complexity.MAX_WAYS && ways > Complexity.MAX_WAYS) {
                findings.add(
                        new Finding(
                                rule.file(),
                                rule.line(),
                                1,
                                "到这条规则为止，or 的组合超过 "
                                        + Complexity.MAX_WAYS
                                        + " 种。请用 in 代替 or，或拆成几条规则。",
                                "Up to this rule the combinations of or are more than "
                                        + Complexity.MAX_WAYS
                                        + ". Use in instead of or, or split the rule."));
            }
        }
    }

    private static void refuseDoubleNames(List<Rule> rules, List<Finding> findings) {
        Map<String, Rule> byName = new HashMap<>();
        for (Rule rule : rules) {
            Rule first = byName.putIfAbsent(rule.name(), rule);
            if (first != null) {
                String at = first.file() + ":" + first.line();
                findings.add(
                        new Finding(
                                rule.file(),
                                rule.line(),
                                1,
                                "规则名 " + rule.name() + " 已在 " + at + " 用过，请换一个名字。",
                                "The rule name "
                                        + rule.name()
                                        + " is taken by "
                                        + at
                                        + ". Choose another."));
            }
        }
    }
}
