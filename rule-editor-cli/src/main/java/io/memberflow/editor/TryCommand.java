package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Turn;
import io.memberflow.rulebook.Model;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        String id = Members.idOr(member, members);
        try (CompiledRules rules = rulebook().rules()) {
            MemberView view = Members.find(members.source(), id, rules, language());
            LocalDate asOf = view.asOf();
            List<Turn> turns = timeline ? view.timeline() : List.of();
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
            Optional<MemberView.Stands> standing = view.standing(model);
            String value = standing.map(MemberView.Stands::value).orElse("—");
            String from =
                    standing.map(MemberView.Stands::since)
                            .map(since -> text(Message.SINCE, since))
                            .orElse("");
            print(Excerpt.padded(model.id(), 16) + " " + Excerpt.padded(value, 14) + " " + from);
            standing.flatMap(view::next).ifPresent(next -> print("    " + next));
            nearest(view, number).ifPresent(near -> print("    " + near));
        }
        for (MemberView.Tag tag : view.tags()) {
            print(
                    tag.key()
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
        Map<String, List<List<String>>> ways = new LinkedHashMap<>();
        List<Integer> others =
                view.others(model).stream()
                        .sorted(Comparator.comparingInt(rule -> view.distance(rule, model, value)))
                        .toList();
        for (int rule : others) {
            ways.computeIfAbsent(view.gift(rule, model), v -> new ArrayList<>())
                    .addAll(view.ways(rule));
        }
        ways.values().removeIf(List::isEmpty);
        return ways.entrySet().stream()
                .min(
                        Comparator.comparingInt(
                                one ->
                                        one.getValue().stream()
                                                .mapToInt(List::size)
                                                .min()
                                                .orElse(0)))
                .map(one -> text(Message.TO_REACH, one.getKey(), view.missing(one.getValue())));
    }

    private static String text(LocalDate day) {
        return day == null ? null : day.toString();
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
        for (MemberView.Tag tag : view.tags()) {
            tags.addObject()
                    .put("key", tag.key())
                    .put("value", tag.value())
                    .put("source", tag.source())
                    .put("stands", tag.stands())
                    .put("since", text(tag.since()));
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
        Optional<MemberView.Stands> standing = view.standing(model);
        json.put("model", model.id());
        json.put("value", standing.map(MemberView.Stands::value).orElse(null));
        json.put("since", standing.map(one -> text(one.since())).orElse(null));
        json.put("rule", standing.map(MemberView.Stands::rule).orElse(null));
        json.put("nextOn", standing.map(one -> text(one.nextOn())).orElse(null));
        json.put("nextValue", standing.map(MemberView.Stands::nextValue).orElse(null));
        ArrayNode others = json.putArray("others");
        for (int rule : view.others(number)) {
            ObjectNode one = others.addObject();
            one.put("value", view.gift(rule, number));
            ArrayNode ways = one.putArray("ways");
            view.ways(rule).forEach(way -> way.forEach(ways.addArray()::add));
        }
    }
}
