package io.memberflow.editor;

import io.memberflow.analysis.Shift;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.engine.RuleSource;
import io.memberflow.engine.Threshold;
import io.memberflow.registry.CatalogueRow;
import io.memberflow.rulebook.Parameter;
import io.memberflow.rulebook.Release;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In what two releases differ: rules, parameters, values, tables, other files. */
final class ReleaseDiff {
    private static final Pattern WINDOW = Pattern.compile("(?:d\\d+|life)\\.(.+)");

    private final Rulebook before;
    private final Rulebook after;
    private final Language language;
    private final List<Difference> found = new ArrayList<>();

    private ReleaseDiff(Release before, Release after, Language language) {
        this.before = new Rulebook(Path.of(""), before);
        this.after = new Rulebook(Path.of(""), after);
        this.language = language;
    }

    /** The differences; by files alone where one of the releases has errors. */
    static List<Difference> of(Release before, Release after, Language language) {
        ReleaseDiff diff = new ReleaseDiff(before, after, language);
        RuleCompiler.Result was = diff.before.understand();
        RuleCompiler.Result is = diff.after.understand();
        boolean understood = was.findings().isEmpty() && is.findings().isEmpty();
        if (understood) {
            try (CompiledRules a = was.rules();
                    CompiledRules b = is.rules()) {
                diff.rules(a, b);
                diff.parameters(a.catalogue().parameters(), b.catalogue().parameters());
                diff.values(CatalogueRow.of(a.catalogue()), CatalogueRow.of(b.catalogue()));
            }
        }
        diff.files(understood);
        return diff.found;
    }

    private void rules(CompiledRules before, CompiledRules after) {
        Map<String, Rule> was = byName(before.rules());
        Map<String, Rule> is = byName(after.rules());
        compare(Difference.Sort.RULE, was, is, (a, b) -> isSame(a, b) ? null : changed(a, b));
    }

    private static Map<String, Rule> byName(List<Rule> rules) {
        Map<String, Rule> byName = new LinkedHashMap<>();
        rules.forEach(rule -> byName.put(rule.name(), rule));
        return byName;
    }

    /** What rules mean may also change by a parameter, and by a row of a decision table. */
    private boolean isSame(Rule was, Rule is) {
        Optional<RuleSource> a = before.written(was);
        Optional<RuleSource> b = after.written(is);
        return a.map(RuleSource::text).equals(b.map(RuleSource::text))
                && was.when().equals(is.when())
                && was.keepDays() == is.keepDays()
                && was.salience() == is.salience();
    }

    private Difference changed(Rule was, Rule is) {
        return new Difference(
                Difference.Sort.RULE,
                Difference.Kind.CHANGED,
                is.name(),
                Shift.of(was, is),
                bounds(was, is));
    }

    /** The numbers that differ, where the rules are alike but for them. */
    private List<String> bounds(Rule was, Rule is) {
        List<Threshold> a = Threshold.of(List.of(was));
        List<Threshold> b = Threshold.of(List.of(is));
        List<String> moved = new ArrayList<>();
        if (a.size() != b.size()) {
            return List.of(Message.CONDITIONS_CHANGED.in(language, a.size(), b.size()));
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).text().equals(b.get(i).text())) {
                moved.add(moved(a.get(i), b.get(i)));
            }
        }
        return moved;
    }

    /** 近90天订单数 >= 3 → 近60天订单数 >= 3. */
    private String moved(Threshold was, Threshold is) {
        return inWords(was) + " → " + (isAlike(was, is) ? number(is) : inWords(is));
    }

    private static boolean isAlike(Threshold was, Threshold is) {
        return was.what().equals(is.what()) && was.comparison() == is.comparison();
    }

    private String inWords(Threshold bound) {
        return title(bound.what()) + " " + bound.comparison().symbol() + " " + number(bound);
    }

    private static String number(Threshold bound) {
        return bound.unit().text(bound.constant());
    }

    /** In the reader's words where the fact has a title, else as rules write it. */
    private String title(String what) {
        Matcher window = WINDOW.matcher(what);
        int dot = what.indexOf('.');
        try {
            return dot < 0 || window.matches()
                    ? FactTitles.of("Member", what, language)
                    : FactTitles.of(what.substring(0, dot), what.substring(dot + 1), language);
        } catch (java.util.MissingResourceException e) {
            return what; // a total such as Order.count(), which has no title of its own
        }
    }

    private void parameters(Map<String, Parameter> was, Map<String, Parameter> is) {
        compare(
                Difference.Sort.PARAMETER,
                was,
                is,
                (a, b) ->
                        a.value().equals(b.value())
                                ? null
                                : new Difference(
                                        Difference.Sort.PARAMETER,
                                        Difference.Kind.CHANGED,
                                        b.name(),
                                        null,
                                        List.of(parameterText(a) + " → " + parameterText(b))));
    }

    private String parameterText(Parameter parameter) {
        Matcher days = Pattern.compile("d(\\d+)").matcher(parameter.value());
        return parameter.type() == Parameter.Type.WINDOW && days.matches()
                ? Message.WINDOW_DAYS.in(language, days.group(1)).strip()
                : parameter.value();
    }

    private void values(List<CatalogueRow> was, List<CatalogueRow> is) {
        compare(
                Difference.Sort.VALUE,
                byValue(was),
                byValue(is),
                (a, b) ->
                        a.equals(b)
                                ? null
                                : new Difference(
                                        Difference.Sort.VALUE,
                                        Difference.Kind.CHANGED,
                                        a.modelOrKey() + ":" + a.value(),
                                        null,
                                        described(a, b)));
    }

    private static Map<String, CatalogueRow> byValue(List<CatalogueRow> rows) {
        Map<String, CatalogueRow> byValue = new LinkedHashMap<>();
        rows.forEach(row -> byValue.put(row.modelOrKey() + ":" + row.value(), row));
        return byValue;
    }

    private static List<String> described(CatalogueRow was, CatalogueRow is) {
        List<String> changes = new ArrayList<>();
        describe("position", was.position(), is.position(), changes);
        describe("en", was.titleEn(), is.titleEn(), changes);
        describe("advice", was.advice(), is.advice(), changes);
        describe("target", was.targetShare(), is.targetShare(), changes);
        describe("sensitive", was.sensitive(), is.sensitive(), changes);
        return changes;
    }

    private static void describe(String what, Object was, Object is, List<String> changes) {
        if (!Objects.equals(was, is)) {
            changes.add(what + ": " + was + " → " + is);
        }
    }

    /** Tables line by line; of other files only that they differ, unless it is said already. */
    private void files(boolean understood) {
        boolean toldRules = !found.isEmpty();
        Map<String, String> was = before.files();
        Map<String, String> is = after.files();
        TreeSet<String> paths = new TreeSet<>(was.keySet());
        paths.addAll(is.keySet());
        for (String path : paths) {
            String a = was.get(path);
            String b = is.get(path);
            boolean isTable = path.startsWith("tables/");
            boolean isRule =
                    path.endsWith(".drl") || path.equals("rulebook.yaml") || path.contains(".drl.");
            if (!Objects.equals(a, b) && !(isRule && understood && toldRules)) {
                Difference.Sort sort = isTable ? Difference.Sort.TABLE : Difference.Sort.FILE;
                found.add(new Difference(sort, kind(a, b), path, null, lines(a, b)));
            }
        }
    }

    private static Difference.Kind kind(Object was, Object is) {
        return was == null
                ? Difference.Kind.ADDED
                : is == null ? Difference.Kind.REMOVED : Difference.Kind.CHANGED;
    }

    private List<String> lines(String was, String is) {
        if (was == null || is == null) {
            return List.of();
        }
        Map<String, Integer> counts = new TreeMap<>();
        was.lines().forEach(line -> counts.merge(line, -1, Integer::sum));
        is.lines().forEach(line -> counts.merge(line, 1, Integer::sum));
        int added = counts.values().stream().filter(n -> n > 0).mapToInt(n -> n).sum();
        int removed = -counts.values().stream().filter(n -> n < 0).mapToInt(n -> n).sum();
        return List.of(Message.LINES_CHANGED.in(language, added, removed));
    }

    private <T> void compare(
            Difference.Sort sort,
            Map<String, T> was,
            Map<String, T> is,
            BiFunction<T, T, Difference> change) {
        was.forEach(
                (name, a) -> {
                    if (!is.containsKey(name)) {
                        found.add(
                                new Difference(
                                        sort, Difference.Kind.REMOVED, name, null, List.of()));
                    }
                });
        is.forEach(
                (name, b) -> {
                    if (!was.containsKey(name)) {
                        found.add(
                                new Difference(sort, Difference.Kind.ADDED, name, null, List.of()));
                    } else {
                        Difference changed = change.apply(was.get(name), b);
                        if (changed != null) {
                            found.add(changed);
                        }
                    }
                });
    }
}
