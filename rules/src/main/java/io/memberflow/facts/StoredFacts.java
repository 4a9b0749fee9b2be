package io.memberflow.facts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Row;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.LookupTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the facts of a member back from {@code member_facts}, as {@link
 * io.memberflow.engine.FactsJson} writes them. What merely counts days is not stored and is counted
 * here, so the facts can be had for any day on which nothing else of the row has changed: from the
 * day it was written until today, in a job that has kept up.
 *
 * <p>Words, and what campaigns and samples make of orders, are as the tables of the release made
 * them that decided when the row was written; {@code amountTopPercent} comes back to six places.
 */
public final class StoredFacts {
    private static final JsonFactory JSON = new JsonFactory();

    private static final Map<String, RowType> LISTS =
            Map.of(
                    "orders", RowType.ORDER,
                    "purchases", RowType.PURCHASE,
                    "preferences", RowType.PREFERENCE,
                    "behaviours", RowType.BEHAVIOUR,
                    "givenTags", RowType.TAG,
                    "words", RowType.WORD);

    private final FactSchema schema;
    private final List<Row> campaigns;
    private final Map<String, Map<String, Fact>> ofWindows = new HashMap<>();
    private final Map<String, Fact> ofMember = new HashMap<>();
    private final Map<RowType, Map<String, RowField>> ofRows = new EnumMap<>(RowType.class);
    private final int asOf;
    private final int medianGap;
    private final int pastGap;
    private final int[][] counted;

    /**
     * @param tables of the release that is to decide by these facts, for its campaigns
     */
    public StoredFacts(FactSchema schema, LookupTables tables) {
        this.schema = schema;
        this.campaigns = CampaignRows.of(tables);
        for (Fact fact : schema.readable()) {
            int dot = fact.name().indexOf('.');
            if (dot < 0) {
                ofMember.put(fact.name(), fact);
            } else {
                ofWindows
                        .computeIfAbsent(fact.name().substring(0, dot), w -> new HashMap<>())
                        .put(fact.name().substring(dot + 1), fact);
            }
        }
        for (RowType type : RowType.values()) {
            Map<String, RowField> fields = new HashMap<>();
            RowSchema.of(type).fields().forEach(field -> fields.put(field.name(), field));
            ofRows.put(type, fields);
        }
        this.asOf = schema.get(FactSchema.AS_OF).index();
        this.medianGap = schema.get("medianGapDays").index();
        this.pastGap = schema.get("daysPastGap").index();
        this.counted =
                new int[][] {
                    {schema.get("recencyDays").index(), schema.get("lastOrderOn").index()},
                    {schema.get("tenureDays").index(), schema.get("firstOrderOn").index()},
                    {schema.get("returnedDays").index(), schema.get("returnedOn").index()},
                };
    }

    /**
     * The facts as of a day.
     *
     * @param json of {@code member_facts.facts}
     * @throws IOException when it is no JSON, or not of this form
     */
    public DayFacts read(String json, int day) throws IOException {
        long[] numbers = new long[schema.size()];
        Arrays.fill(numbers, Fact.ABSENT);
        List<Row> rows = new ArrayList<>(campaigns);
        String[] texts = new String[RowSchema.of(RowType.MEMBER).texts()];
        Map<String, String> attributes = Map.of();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                RowType list = LISTS.get(name);
                if (list != null && token == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        rows.add(row(parser, list, day));
                    }
                } else if (token == JsonToken.START_OBJECT && ofWindows.containsKey(name)) {
                    numbers(parser, ofWindows.get(name), numbers);
                } else if (token == JsonToken.START_OBJECT && name.equals("attributes")) {
                    attributes = attributes(parser);
                } else if (ofMember.containsKey(name)) {
                    Fact fact = ofMember.get(name);
                    numbers[fact.index()] = number(parser, fact.unit());
                } else if (ofRows.get(RowType.MEMBER).containsKey(name)) {
                    texts[ofRows.get(RowType.MEMBER).get(name).index()] = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        }
        countDays(numbers, day);
        rows.add(new Row(RowType.MEMBER, numbers, texts, attributes, null));
        return DayFacts.of(day, numbers, rows);
    }

    private void countDays(long[] numbers, int day) {
        numbers[asOf] = day;
        for (int[] pair : counted) {
            if (numbers[pair[1]] != Fact.ABSENT) {
                numbers[pair[0]] = day - numbers[pair[1]];
            }
        }
        long recency = numbers[counted[0][0]];
        if (numbers[medianGap] != Fact.ABSENT && recency != Fact.ABSENT) {
            numbers[pastGap] = recency - numbers[medianGap];
        }
    }

    private static void numbers(JsonParser parser, Map<String, Fact> facts, long[] numbers)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Fact fact = facts.get(parser.currentName());
            parser.nextToken();
            if (fact != null) {
                numbers[fact.index()] = number(parser, fact.unit());
            }
        }
    }

    private Row row(JsonParser parser, RowType type, int day) throws IOException {
        RowSchema fields = RowSchema.of(type);
        Map<String, RowField> known = ofRows.get(type);
        long[] numbers = new long[fields.numbers()];
        Arrays.fill(numbers, Fact.ABSENT);
        String[] texts = new String[fields.texts()];
        Map<String, String> attributes = Map.of();
        String order = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            RowField field = known.get(name);
            if (token == JsonToken.START_OBJECT) {
                attributes = attributes(parser);
            } else if (name.equals("lastOn")) {
                numbers[known.get("daysSince").index()] = day - number(parser, Unit.DATE);
            } else if (field != null && field.isText()) {
                texts[field.index()] = parser.getText();
            } else if (field != null) {
                numbers[field.index()] = number(parser, field.unit());
            }
            if (name.equals("order")) {
                order = parser.getText();
            }
        }
        RowField age = known.get("age");
        if (age != null) {
            numbers[age.index()] = day - numbers[known.get("on").index()];
        }
        return new Row(type, numbers, texts, attributes, order);
    }

    private static Map<String, String> attributes(JsonParser parser) throws IOException {
        Map<String, String> attributes = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            attributes.put(name, parser.getText());
        }
        return attributes;
    }

    private static long number(JsonParser parser, Unit unit) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Fact.ABSENT;
        }
        return switch (unit) {
            case COUNT, DAYS, SCORE -> parser.getLongValue();
            case FLAG -> parser.getBooleanValue() ? 1 : 0;
            case DATE -> StoredNumbers.epochDay(parser);
            case MONEY, PERCENT, RATIO, PRICE -> StoredNumbers.scaled(parser, unit.places());
            case TEXT -> throw new IOException("A text stands where a number is meant");
        };
    }
}
