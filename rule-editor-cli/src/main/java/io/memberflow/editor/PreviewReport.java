package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.rulebook.Model;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Shows a preview: what enters and leaves by value, who moves where and why. */
final class PreviewReport {
    private final Preview preview;
    private final Language language;
    private final Function<String, String> nameOf;

    /**
     * @param nameOf how to call a member: by the id alone, unless personal data were asked for
     */
    PreviewReport(Preview preview, Language language, Function<String, String> nameOf) {
        this.preview = preview;
        this.language = language;
        this.nameOf = nameOf;
    }

    /** Members that enter and leave a value. */
    private static final class Flow {
        private long in;
        private long out;
        private long fen;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Moves moves = preview.moves();
        lines.add(
                say(
                        Message.PREVIEW_HEAD,
                        preview.asOf(),
                        moves.members(),
                        moves.changed(),
                        percent(moves)));
        byName().forEach((name, some) -> lines.addAll(ofName(name, some)));
        preview.limits().forEach(limit -> lines.add(say(limit)));
        return lines;
    }

    private Map<String, Map<Moves.Move, Moves.Tally>> byName() {
        Map<String, Map<Moves.Move, Moves.Tally>> byName = new LinkedHashMap<>();
        preview.moves()
                .tallies()
                .forEach(
                        (move, tally) ->
                                byName.computeIfAbsent(move.name(), n -> new LinkedHashMap<>())
                                        .put(move, tally));
        return byName;
    }

    private List<String> ofName(String name, Map<Moves.Move, Moves.Tally> some) {
        List<String> lines = new ArrayList<>(List.of("", name));
        flows(some)
                .forEach(
                        (value, flow) ->
                                lines.add(
                                        "  "
                                                + say(
                                                        Message.PREVIEW_FLOW,
                                                        value,
                                                        flow.in,
                                                        flow.out,
                                                        yuan(flow.fen))));
        boolean isStage =
                some.keySet().iterator().next().isModel()
                        && preview.moves().kind(name) == Model.Kind.STAGE;
        if (isStage) {
            lines.addAll(matrix(some));
        }
        some.forEach(
                (move, tally) ->
                        lines.add(
                                "  "
                                        + say(
                                                        Message.PREVIEW_MOVE,
                                                        orNothing(move.from()),
                                                        orNothing(move.to()),
                                                        tally.members(),
                                                        yuan(tally.fen()),
                                                        move.rule(),
                                                        String.join(" ", examples(move, tally)))
                                                .stripTrailing()));
        return lines;
    }

    /** What enters and leaves; the money of those who enter less that of those who leave. */
    private static Map<String, Flow> flows(Map<Moves.Move, Moves.Tally> some) {
        Map<String, Flow> flows = new TreeMap<>();
        some.forEach(
                (move, tally) -> {
                    if (!move.to().equals(Moves.NONE)) {
                        Flow flow = flows.computeIfAbsent(move.to(), v -> new Flow());
                        flow.in += tally.members();
                        flow.fen += tally.fen();
                    }
                    if (!move.from().equals(Moves.NONE)) {
                        Flow flow = flows.computeIfAbsent(move.from(), v -> new Flow());
                        flow.out += tally.members();
                        flow.fen -= tally.fen();
                    }
                });
        return flows;
    }

    /** From the rows to the columns. */
    private List<String> matrix(Map<Moves.Move, Moves.Tally> some) {
        TreeSet<String> from = new TreeSet<>();
        TreeSet<String> to = new TreeSet<>();
        Map<String, Long> cells = new TreeMap<>();
        some.forEach(
                (move, tally) -> {
                    from.add(move.from());
                    to.add(move.to());
                    cells.merge(move.from() + "\n" + move.to(), tally.members(), Long::sum);
                });
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(say(Message.FROM_TO)));
        to.forEach(value -> head.add(orNothing(value)));
        table.add(head);
        for (String row : from) {
            List<String> line = new ArrayList<>(List.of(orNothing(row)));
            to.forEach(column -> line.add(cells.getOrDefault(row + "\n" + column, 0L) + ""));
            table.add(line);
        }
        int width =
                table.stream().flatMap(List::stream).mapToInt(Excerpt::width).max().orElse(0) + 2;
        return table.stream()
                .map(
                        line -> {
                            StringBuilder text = new StringBuilder("  ");
                            line.forEach(
                                    cell ->
                                            text.append(cell)
                                                    .append(
                                                            " "
                                                                    .repeat(
                                                                            width
                                                                                    - Excerpt.width(
                                                                                            cell))));
                            return text.toString().stripTrailing();
                        })
                .toList();
    }

    void put(ObjectNode json) {
        Moves moves = preview.moves();
        json.put("asOf", preview.asOf().toString());
        json.put("members", moves.members());
        json.put("changed", moves.changed());
        json.put("changePercent", percent(moves));
        ArrayNode all = json.putArray("moves");
        moves.tallies()
                .forEach(
                        (move, tally) -> {
                            ObjectNode one = all.addObject();
                            one.put(
                                    "kind",
                                    move.isModel() ? moves.kind(move.name()).name() : "TAG");
                            one.put("name", move.name());
                            one.put("from", emptyAsNull(move.from()));
                            one.put("to", emptyAsNull(move.to()));
                            one.put("members", tally.members());
                            one.put("amount365", BigDecimal.valueOf(tally.fen(), 2));
                            one.put("rule", move.rule());
                            examples(move, tally).forEach(one.putArray("examples")::add);
                        });
        preview.limits().forEach(limit -> json.withArray("limits").add(say(limit)));
    }

    private List<String> examples(Moves.Move move, Moves.Tally tally) {
        return preview.moves().mayBeNamed(move)
                ? tally.examples().stream().map(nameOf).toList()
                : List.of();
    }

    static BigDecimal percent(Moves moves) {
        return BigDecimal.valueOf(moves.percent()).setScale(2);
    }

    private static String emptyAsNull(String value) {
        return value.equals(Moves.NONE) ? null : value;
    }

    private String orNothing(String value) {
        return value.equals(Moves.NONE) ? say(Message.IS_NOTHING) : value;
    }

    private static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    private String say(Message message, Object... values) {
        return message.in(language, values);
    }
}
