package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Turn;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rulebook.Model;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rule-editor try}: one member through the rules. */
@Command(name = "try")
final class TryCommand extends EditorCommand {

    @Parameters(arity = "0..1", paramLabel = "MEMBER", descriptionKey = "member.id")
    private String member;

    @Mixin private final MemberOptions members = new MemberOptions();

    @Option(names = "--timeline", descriptionKey = "try.timeline")
    private boolean timeline;

    @Override
    int run() throws IOException {
        LocalDate asOf = members.asOf();
        String id = Members.idOr(member, members);
        try (CompiledRules rules = rulebook().rules()) {
            MemberHistory history = Members.find(members, id);
            MemberView view = new MemberView(rules, history, asOf, language());
            List<Turn> turns =
                    timeline
                            ? new Decider(rules, rules.catalogue().scores())
                                    .turns(
                                            history,
                                            (int) asOf.toEpochDay() - Decider.LOOK_BACK,
                                            (int) asOf.toEpochDay())
                            : List.of();
            if (isJson()) {
                print(Json.text(json(id, asOf, rules, view, turns)));
            } else {
                print(text(Message.MEMBER_ON, id, asOf));
                text(rules, view);
                turns.forEach(turn -> print(text(turn)));
            }
        }
        return Exit.FINE;
    }

    private void text(CompiledRules rules, MemberView view) {
        for (int number = 0; number < rules.catalogue().models().size(); number++) {
            Model model = rules.catalogue().models().get(number);
            Optional<Standing> standing = view.standing(model);
            String value = standing.map(Standing::value).orElse("—");
            String since =
                    standing.map(s -> text(Message.SINCE, LocalDate.ofEpochDay(s.since())))
                            .orElse("");
            print(Excerpt.padded(model.id(), 16) + " " + Excerpt.padded(value, 14) + " " + since);
            standing.flatMap(view::next).ifPresent(next -> print("    " + next));
            nearest(view, number).ifPresent(near -> print("    " + near));
        }
        for (TagStanding tag : view.verdict().tags()) {
            print(
                    tag.name()
                            + " = "
                            + tag.value()
                            + "  "
                            + tag.source()
                            + (tag.stands() ? "" : " " + text(Message.BEATEN)));
        }
    }

    /** The other value that the fewest conditions keep the member from, the next one first. */
    private Optional<String> nearest(MemberView view, int model) {
        int value = view.inspection().outcome().value(model);
        return view.others(model).stream()
                .filter(rule -> !view.missing(rule).isEmpty())
                .min(
                        Comparator.<Integer>comparingInt(rule -> view.missing(rule).size())
                                .thenComparingInt(rule -> view.distance(rule, model, value)))
                .map(
                        rule ->
                                text(
                                        Message.TO_REACH,
                                        view.gift(rule, model),
                                        String.join(text(Message.AND), view.missing(rule))));
    }

    private String text(Turn turn) {
        return LocalDate.ofEpochDay(turn.day())
                + " "
                + (turn.entered() ? "+" : "-")
                + " "
                + turn.name()
                + " "
                + turn.value()
                + "  "
                + text(Message.valueOf("CAUSE_" + turn.cause().name()));
    }

    private ObjectNode json(
            String id, LocalDate asOf, CompiledRules rules, MemberView view, List<Turn> turns) {
        ObjectNode json = Json.object();
        json.put("member", id);
        json.put("asOf", asOf.toString());
        ArrayNode models = json.putArray("models");
        for (int number = 0; number < rules.catalogue().models().size(); number++) {
            put(rules.catalogue().models().get(number), number, view, models.addObject());
        }
        ArrayNode tags = json.putArray("tags");
        for (TagStanding tag : view.verdict().tags()) {
            tags.addObject()
                    .put("key", tag.name())
                    .put("value", tag.value())
                    .put("source", tag.source())
                    .put("stands", tag.stands())
                    .put("since", LocalDate.ofEpochDay(tag.since()).toString());
        }
        ArrayNode all = json.putArray("timeline");
        for (Turn turn : turns) {
            all.addObject()
                    .put("on", LocalDate.ofEpochDay(turn.day()).toString())
                    .put("kind", turn.kind())
                    .put("name", turn.name())
                    .put("value", turn.value())
                    .put("entered", turn.entered())
                    .put("cause", turn.cause().name());
        }
        return json;
    }

    private void put(Model model, int number, MemberView view, ObjectNode json) {
        Optional<Standing> standing = view.standing(model);
        json.put("model", model.id());
        json.put("value", standing.map(Standing::value).orElse(null));
        json.put(
                "since",
                standing.map(s -> LocalDate.ofEpochDay(s.since()).toString()).orElse(null));
        json.put("rule", standing.map(s -> s.rule().name()).orElse(null));
        json.put(
                "nextOn",
                standing.map(Standing::nextOn)
                        .map(day -> LocalDate.ofEpochDay(day).toString())
                        .orElse(null));
        json.put("nextValue", standing.map(Standing::nextValue).orElse(null));
        ArrayNode others = json.putArray("others");
        for (int rule : view.others(number)) {
            ObjectNode one = others.addObject();
            one.put("value", view.gift(rule, number));
            view.missing(rule).forEach(one.putArray("missing")::add);
        }
    }
}
