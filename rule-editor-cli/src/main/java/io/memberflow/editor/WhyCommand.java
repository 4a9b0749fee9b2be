package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Outcome;
import io.memberflow.engine.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rule-editor why}: why a member has or lacks what a rule gives. */
@Command(name = "why")
final class WhyCommand extends EditorCommand {

    @Parameters(index = "0", paramLabel = "MEMBER", descriptionKey = "why.member")
    private String member;

    @Parameters(index = "1", arity = "0..1", paramLabel = "RULE", descriptionKey = "rule")
    private String rule;

    @Mixin private final MemberOptions members = new MemberOptions();

    @Override
    int run() throws IOException {
        try (CompiledRules rules = rulebook().rules()) {
            MemberView view = Members.find(members.source(), member, rules, language());
            List<Integer> asked =
                    rule == null
                            ? IntStream.range(0, rules.rules().size()).boxed().toList()
                            : List.of(RuleNames.find(rules, rule));
            if (isJson()) {
                print(Json.text(json(rules, view, asked)));
            } else {
                for (int number : asked) {
                    text(rules, view, number);
                }
            }
        }
        return Exit.FINE;
    }

    private void text(CompiledRules rules, MemberView view, int number) {
        Rule one = rules.rules().get(number);
        boolean holds = view.inspection().fired(number);
        if (!holds && rule == null) {
            return;
        }
        print(
                (holds ? console().green("+ ") : console().red("- "))
                        + one.name()
                        + "  "
                        + text(holds ? Message.HOLDS : Message.HOLDS_NOT)
                        + notes(rules, view, number));
        if (holds) {
            view.holding(number).forEach(condition -> print("    " + condition));
            return;
        }
        String before = "    ";
        for (List<String> way : view.ways(number)) {
            for (String condition : way) {
                print(before + condition);
                before = "    ";
            }
            before = "    " + text(Message.OR_ELSE) + " ";
        }
    }

    /** What keeps a rule that holds from having a say. */
    private String notes(CompiledRules rules, MemberView view, int number) {
        List<String> notes = new ArrayList<>();
        Outcome outcome = view.inspection().outcome();
        for (Rule.Gift gift : rules.rules().get(number).gives()) {
            int by = outcome.rule(gift.model());
            if (view.inspection().fired(number) && by >= 0 && by != number) {
                notes.add(text(Message.OUTRANKED, rules.rules().get(by).name()));
            }
        }
        for (Outcome.Unknown unknown : outcome.unknown()) {
            if (unknown.rule() == number) {
                notes.add(text(Message.VALUE_UNKNOWN, unknown.name(), unknown.value()));
            }
        }
        return notes.isEmpty() ? "" : "  " + String.join("  ", notes);
    }

    private ObjectNode json(CompiledRules rules, MemberView view, List<Integer> asked) {
        ObjectNode json = Json.object();
        json.put("member", member);
        json.put("asOf", view.asOf().toString());
        ArrayNode all = json.putArray("rules");
        for (int number : asked) {
            ObjectNode one = all.addObject();
            boolean holds = view.inspection().fired(number);
            one.put("rule", rules.rules().get(number).name());
            one.put("holds", holds);
            if (holds) {
                view.holding(number).forEach(one.putArray("because")::add);
            } else {
                ArrayNode ways = one.putArray("ways");
                view.ways(number).forEach(way -> way.forEach(ways.addArray()::add));
            }
        }
        return json;
    }
}
