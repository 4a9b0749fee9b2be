package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleSource;
import io.memberflow.engine.Threshold;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rule-editor show}: one rule as it is written, with the numbers it compares with. */
@Command(name = "show")
final class ShowCommand extends EditorCommand {

    @Parameters(paramLabel = "RULE", descriptionKey = "rule")
    private String name;

    @Override
    int run() {
        Rulebook rulebook = rulebook();
        try (CompiledRules rules = rulebook.rules()) {
            int number = RuleNames.find(rules, name);
            Rule rule = rules.rules().get(number);
            String source = rulebook.written(rule).map(RuleSource::text).orElse(null);
            List<Threshold> bounds =
                    Threshold.of(rules.rules()).stream().filter(b -> b.rule() == number).toList();
            if (isJson()) {
                print(Json.text(json(rule, source, bounds)));
                return Exit.FINE;
            }
            print(console().faint(rule.file() + ":" + rule.line()));
            print(source == null ? text(Message.FROM_A_TABLE, rule.title()) : source);
            bounds.forEach(bound -> print("  " + bound.text() + unit(bound)));
        }
        return Exit.FINE;
    }

    private String unit(Threshold bound) {
        return " " + console().faint(Units.name(bound.unit(), language()));
    }

    private ObjectNode json(Rule rule, String source, List<Threshold> bounds) {
        ObjectNode json = Json.object();
        json.put("name", rule.name());
        json.put("title", rule.title());
        json.put("file", rule.file());
        json.put("line", rule.line());
        json.put("salience", rule.salience());
        json.put("keepDays", rule.keepDays());
        json.put("source", source);
        ArrayNode all = json.putArray("bounds");
        for (Threshold bound : bounds) {
            ObjectNode one = all.addObject();
            one.put("what", bound.what());
            one.put("comparison", bound.comparison().symbol());
            one.put("value", bound.unit().text(bound.constant()));
            one.put("unit", bound.unit().name());
        }
        return json;
    }
}
