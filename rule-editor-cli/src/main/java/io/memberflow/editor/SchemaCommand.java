package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.Nearest;
import io.memberflow.member.Fact;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rule-editor schema}: what a rule can read, with units and examples. */
@Command(name = "schema")
final class SchemaCommand extends EditorCommand {

    @Parameters(arity = "0..1", paramLabel = "FACT", descriptionKey = "schema.fact")
    private String wanted;

    /** One thing that can be read. */
    private record Readable(String type, String name, Unit unit) {
        String example() {
            String operator =
                    switch (unit) {
                        case FLAG -> "";
                        case TEXT -> " == " + Units.example(unit);
                        default -> " >= " + Units.example(unit);
                    };
            return type + "( " + name + operator + " )";
        }
    }

    @Override
    int run() {
        List<Readable> all = all();
        List<Readable> shown =
                all.stream()
                        .filter(
                                one ->
                                        wanted == null
                                                || one.type().equals(wanted)
                                                || one.name().equals(wanted)
                                                || (one.type() + "." + one.name()).equals(wanted))
                        .toList();
        if (shown.isEmpty()) {
            shown = all.stream().filter(one -> one.name().contains(wanted)).toList();
        }
        if (shown.isEmpty()) {
            List<String> names = all.stream().map(Readable::name).distinct().toList();
            throw Nearest.of(wanted, names)
                    .map(meant -> Stop.wrongUse(Message.NO_FACT_MEANT, wanted, meant))
                    .orElseGet(() -> Stop.wrongUse(Message.NO_FACT, wanted));
        }
        if (isJson()) {
            print(Json.text(json(shown)));
        } else {
            shown.forEach(this::print);
        }
        return Exit.FINE;
    }

    private void print(Readable one) {
        String title = FactTitles.of(one.type(), one.name(), language());
        print(
                Excerpt.padded(one.type() + " " + one.name(), 32)
                        + " "
                        + Excerpt.padded(Units.name(one.unit(), language()), 12)
                        + " "
                        + title);
        if (wanted != null) {
            print("    " + one.example());
        }
    }

    static List<String> readableNames(RowType type) {
        List<String> names = new ArrayList<>();
        if (type == RowType.MEMBER) {
            Rulebook.SCHEMA.readable().forEach(fact -> names.add(fact.name()));
        }
        RowSchema.of(type).fields().forEach(field -> names.add(field.name()));
        return names;
    }

    private static List<Readable> all() {
        List<Readable> all = new ArrayList<>();
        for (Fact fact : Rulebook.SCHEMA.readable()) {
            all.add(new Readable(RowType.MEMBER.title(), fact.name(), fact.unit()));
        }
        for (RowType type : RowType.values()) {
            for (RowField field : RowSchema.of(type).fields()) {
                all.add(new Readable(type.title(), field.name(), field.unit()));
            }
            if (type.hasAttributes()) {
                all.add(new Readable(type.title(), "attributes[\"…\"]", Unit.TEXT));
            }
        }
        return all;
    }

    private ObjectNode json(List<Readable> shown) {
        ObjectNode json = Json.object();
        ArrayNode facts = json.putArray("facts");
        for (Readable one : shown) {
            facts.addObject()
                    .put("type", one.type())
                    .put("name", one.name())
                    .put("unit", one.unit().name())
                    .put("title", FactTitles.of(one.type(), one.name(), language()))
                    .put("example", one.example());
        }
        return json;
    }
}
