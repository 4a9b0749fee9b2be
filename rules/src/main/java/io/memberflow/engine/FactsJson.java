package io.memberflow.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Row;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All the facts of a member as JSON, under the names that rules use. Facts that merely count days
 * are left out, or stand as the date they count from: a row does not age while nothing happens.
 */
public final class FactsJson {
    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    /** Numbers of days that no passing day makes another. */
    private static final Set<String> GAPS = Set.of("medianGapDays", "awayDays");

    /** Under which name the rows of a type stand; others are not of the member. */
    private static final Map<RowType, String> LISTS =
            Map.of(
                    RowType.ORDER, "orders",
                    RowType.PURCHASE, "purchases",
                    RowType.PREFERENCE, "preferences",
                    RowType.BEHAVIOUR, "behaviours",
                    RowType.TAG, "givenTags",
                    RowType.WORD, "words");

    private FactsJson() {}

    /** The facts by name, those of a window as an object under the window's name. */
    public static String write(FactSchema schema, long[] facts) {
        ObjectNode json = JSON.objectNode();
        numbers(json, schema, facts);
        return json.toString();
    }

    /**
     * Everything: the numbers as above, the member's texts and attributes, and its rows. Rows and
     * the member leave out what they have not; empty lists are left out.
     *
     * @param addresses where orders went, as {@code Receivers} gives them
     */
    public static String write(FactSchema schema, DayFacts facts, List<String> addresses) {
        ObjectNode json = JSON.objectNode();
        numbers(json, schema, facts.numbers());
        for (Row row : facts.rows()) {
            if (row.type() == RowType.MEMBER) {
                fields(json, row, facts.day());
            } else if (LISTS.containsKey(row.type())) {
                ArrayNode list = json.withArrayProperty(LISTS.get(row.type()));
                fields(list.addObject(), row, facts.day());
            }
        }
        if (!addresses.isEmpty()) {
            addresses.forEach(json.putArray("receiverAddresses")::add);
        }
        return json.toString();
    }

    private static void numbers(ObjectNode json, FactSchema schema, long[] facts) {
        for (Fact fact : schema.readable()) {
            if (fact.unit() != Unit.DAYS || GAPS.contains(fact.name())) {
                int dot = fact.name().indexOf('.');
                ObjectNode target =
                        dot < 0 ? json : json.withObjectProperty(fact.name().substring(0, dot));
                Reason.put(
                        target, fact.name().substring(dot + 1), fact.unit(), facts[fact.index()]);
            }
        }
    }

    private static void fields(ObjectNode json, Row row, int day) {
        if (row.orderId() != null) {
            json.put("order", row.orderId());
        }
        for (RowField field : RowSchema.of(row.type()).fields()) {
            if (field.isText()) {
                if (row.text(field.index()) != null) {
                    json.put(field.name(), row.text(field.index()));
                }
            } else if (row.number(field.index()) != Fact.ABSENT) {
                number(json, field, row.number(field.index()), day);
            }
        }
        if (!row.attributes().isEmpty()) {
            new TreeMap<>(row.attributes()).forEach(json.putObject("attributes")::put);
        }
    }

    private static void number(ObjectNode json, RowField field, long value, int day) {
        if (field.unit() != Unit.DAYS) {
            Reason.put(json, field.name(), field.unit(), value);
        } else if (field.name().equals("daysSince")) {
            Reason.put(json, "lastOn", Unit.DATE, day - value);
        }
    }
}
