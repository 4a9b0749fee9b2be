package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.analysis.Shift;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleSource;
import io.memberflow.engine.Threshold;
import io.memberflow.rulebook.Parameter;
import io.memberflow.rulebook.RulebookFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rule-editor set}: changes one number and says who is affected. */
@Command(name = "set")
final class SetCommand extends EditorCommand {

    @Parameters(index = "0", paramLabel = "RULE", descriptionKey = "rule")
    private String name;

    @Parameters(index = "1", paramLabel = "FACT", descriptionKey = "set.fact")
    private String fact;

    @Parameters(index = "2", paramLabel = "VALUE", descriptionKey = "set.value")
    private String value;

    @Option(names = "--dry-run", descriptionKey = "dryRun")
    private boolean dryRun;

    /** A rule that the change changes. */
    private record Changed(Rule before, Rule after, Shift shift, List<String> bounds) {}

    @Override
    int run() {
        Rulebook rulebook = rulebook();
        FileChanges changes = new FileChanges(rulebook);
        List<Changed> changed;
        String parameter;
        try (CompiledRules rules = rulebook.rules()) {
            Rule rule = rules.rules().get(RuleNames.find(rules, name));
            RuleSource source = rulebook.changeable(rule);
            Map<String, Parameter> parameters = rules.catalogue().parameters();
            RuleSource.Comparing comparing = find(source, parameters);
            parameter = parameters.containsKey(comparing.operand()) ? comparing.operand() : null;
            change(changes, rule, source, comparing, parameter);
            changed = changed(rules, changes);
        }
        // Before anything is said of it: a file may refuse.
        Set<String> written = dryRun ? Set.of() : changes.write();
        if (isJson()) {
            print(Json.text(json(parameter, changed)));
        } else {
            print(changed, parameter);
        }
        written.forEach(file -> note(Message.WRITTEN, file));
        return Exit.FINE;
    }

    private RuleSource.Comparing find(RuleSource source, Map<String, Parameter> parameters) {
        List<RuleSource.Comparing> all = source.comparisons();
        List<RuleSource.Comparing> found =
                all.stream().filter(one -> isMeant(one, parameters)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        String there =
                String.join(
                        ", ",
                        (found.isEmpty() ? all : found)
                                .stream().map(one -> one.fact() + " " + one.comparison()).toList());
        throw Stop.wrongUse(
                found.isEmpty() ? Message.NO_COMPARISON : Message.SEVERAL_COMPARISONS, fact, there);
    }

    /** By the fact, perhaps with its type before and its comparison behind it. */
    private boolean isMeant(RuleSource.Comparing one, Map<String, Parameter> parameters) {
        String asked = fact.replaceAll("\\s+", "");
        for (String path : List.of(one.fact(), resolved(one.fact(), parameters))) {
            for (String written : List.of(path, one.type() + "." + path)) {
                if (asked.equals(written) || asked.equals(written + one.comparison())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String resolved(String path, Map<String, Parameter> parameters) {
        int dot = path.indexOf('.');
        Parameter window = dot < 0 ? null : parameters.get(path.substring(0, dot));
        return window == null ? path : window.value() + path.substring(dot);
    }

    private void change(
            FileChanges changes,
            Rule rule,
            RuleSource source,
            RuleSource.Comparing comparing,
            String parameter) {
        if (parameter == null) {
            boolean quoted = comparing.operand().startsWith("\"") && !value.startsWith("\"");
            String operand = quoted ? "\"" + value + "\"" : value;
            changes.put(rule.file(), source.with(comparing, operand));
            return;
        }
        String text = changes.text(RulebookFiles.CATALOGUE);
        changes.put(
                RulebookFiles.CATALOGUE,
                ParameterText.with(text, parameter, value)
                        .orElseThrow(() -> Stop.wrongUse(Message.PARAMETER_NOT_FOUND, parameter)));
    }

    private List<Changed> changed(CompiledRules before, FileChanges changes) {
        List<Changed> changed = new ArrayList<>();
        try (CompiledRules after = Refusals.rulesOf(changes.after())) {
            for (int i = 0; i < before.rules().size(); i++) {
                Rule was = before.rules().get(i);
                Rule is = after.rules().get(i);
                if (!Objects.equals(was, is)) {
                    changed.add(new Changed(was, is, Shift.of(was, is), bounds(was, is)));
                }
            }
        }
        return changed;
    }

    /** {@code recencyDays < 90 → 60: 60 … 89}. */
    private List<String> bounds(Rule before, Rule after) {
        List<Threshold> was = Threshold.of(List.of(before));
        List<Threshold> is = Threshold.of(List.of(after));
        List<String> bounds = new ArrayList<>();
        for (int i = 0; i < Math.min(was.size(), is.size()); i++) {
            Threshold a = was.get(i);
            Threshold b = is.get(i);
            if (a.constant() != b.constant()) {
                long one = a.comparison().steps(a.constant())[0];
                long other = b.comparison().steps(b.constant())[0];
                bounds.add(
                        text(
                                Message.BOUND_MOVED,
                                a.text(),
                                b.unit().text(b.constant()),
                                a.what(),
                                a.unit().text(Math.min(one, other)),
                                a.unit().text(Math.max(one, other) - 1)));
            }
        }
        return bounds;
    }

    private void print(List<Changed> changed, String parameter) {
        if (parameter != null) {
            print(text(Message.PARAMETER_SET, parameter, value, changed.size()));
        }
        if (changed.isEmpty()) {
            print(text(Message.NOTHING_CHANGED));
        }
        for (Changed one : changed) {
            print(one.after().name() + "  " + text(Message.valueOf("SHIFT_" + one.shift().name())));
            one.bounds().forEach(bound -> print("    " + bound));
        }
    }

    private ObjectNode json(String parameter, List<Changed> changed) {
        ObjectNode json = Json.object();
        json.put("parameter", parameter);
        json.put("written", !dryRun);
        ArrayNode all = json.putArray("changed");
        for (Changed one : changed) {
            ObjectNode rule = all.addObject();
            rule.put("rule", one.after().name());
            rule.put("shift", one.shift().name());
            one.bounds().forEach(rule.putArray("bounds")::add);
        }
        return json;
    }
}
