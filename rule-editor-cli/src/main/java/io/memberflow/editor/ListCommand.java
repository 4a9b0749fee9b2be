package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Rule;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.TagKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rule-editor list}: the models, tags and rules of a rulebook. */
@Command(name = "list")
final class ListCommand extends EditorCommand {

    @Parameters(arity = "0..1", paramLabel = "TEXT", descriptionKey = "list.text")
    private String wanted = "";

    private Catalogue catalogue;

    @Override
    int run() {
        try (CompiledRules rules = rulebook().rules()) {
            catalogue = rules.catalogue();
            if (isJson()) {
                print(Json.text(json(rules)));
            } else {
                text(rules);
            }
        }
        return Exit.FINE;
    }

    private void text(CompiledRules rules) {
        for (Model model : catalogue.models()) {
            section(rules, model.id(), title(model), values(model));
        }
        for (TagKey key : catalogue.tags()) {
            String title = key.en().equals(key.key()) ? "" : choose("", key.en());
            String off = catalogue.isOn(key) ? "" : " " + text(Message.TRADE_IS_OFF);
            section(rules, key.key(), title + off, values(key));
        }
    }

    private void section(CompiledRules rules, String name, String title, String values) {
        List<Rule> its = rulesOf(rules, name).stream().filter(this::isWanted).toList();
        boolean named = (name + " " + title + " " + values).contains(wanted);
        if (its.isEmpty() && !named) {
            return;
        }
        print(
                console().green(name)
                        + (title.isBlank() ? "" : "  " + title.strip())
                        + "  "
                        + values);
        for (Rule rule : its) {
            print("  " + Excerpt.padded(rule.name(), 34) + " " + rule.file() + ":" + rule.line());
        }
    }

    private boolean isWanted(Rule rule) {
        return (rule.name() + " " + rule.title() + " " + rule.file()).contains(wanted)
                || gives(rule).stream().anyMatch(name -> name.contains(wanted));
    }

    /** The models and keys that a rule gives. */
    private Set<String> gives(Rule rule) {
        Set<String> names = new LinkedHashSet<>();
        rule.gives().forEach(gift -> names.add(catalogue.models().get(gift.model()).id()));
        rule.tags().forEach(gift -> names.add(catalogue.tags().get(gift.key()).key()));
        return names;
    }

    private List<Rule> rulesOf(CompiledRules rules, String name) {
        return rules.rules().stream().filter(rule -> gives(rule).contains(name)).toList();
    }

    private String title(Model model) {
        return choose(model.zh(), model.en());
    }

    private static String values(Model model) {
        return String.join(" · ", model.values().stream().map(Model.Value::value).toList());
    }

    private static String values(TagKey key) {
        List<String> values = key.values().stream().map(Model.Value::value).toList();
        String listed = String.join(" · ", values);
        return key.open() ? (listed.isEmpty() ? "…" : listed + " · …") : listed;
    }

    private ObjectNode json(CompiledRules rules) {
        ObjectNode json = Json.object();
        ArrayNode models = json.putArray("models");
        for (Model model : rules.catalogue().models()) {
            ObjectNode one = models.addObject();
            one.put("id", model.id());
            one.put("kind", model.kind().name());
            one.put("title", title(model));
            model.values().stream().map(Model.Value::value).forEach(one.putArray("values")::add);
        }
        ArrayNode tags = json.putArray("tags");
        for (TagKey key : rules.catalogue().tags()) {
            ObjectNode one = tags.addObject();
            one.put("key", key.key());
            one.put("title", choose(key.key(), key.en()));
            one.put("single", key.single());
            one.put("open", key.open());
            one.put("sensitive", key.sensitive());
            one.put("on", rules.catalogue().isOn(key));
            key.values().stream().map(Model.Value::value).forEach(one.putArray("values")::add);
        }
        ArrayNode all = json.putArray("rules");
        for (Rule rule : rules.rules()) {
            if (isWanted(rule)) {
                ObjectNode one = all.addObject();
                one.put("name", rule.name());
                one.put("title", rule.title());
                one.put("file", rule.file());
                one.put("line", rule.line());
                gives(rule).forEach(one.putArray("gives")::add);
            }
        }
        return json;
    }
}
