package io.memberflow.order;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The form of a JSON order event. Unknown fields are stepped over, but may hold no forbidden
 * character either; a known field that stands twice is a fault, for nobody can tell which is meant.
 */
final class JsonOrders {

    private static final Map<String, Field> RECEIVER =
            Map.of("province", Field.PROVINCE, "city", Field.CITY, "address", Field.ADDRESS);
    private static final List<String> ITEM =
            List.of("sku", "name", "category", "quantity", "price", "attributes");
    private static final int ATTRIBUTES = ITEM.indexOf("attributes");

    /** Strict JSON; its limits on depth and on the length of numbers are left as they are. */
    private final JsonFactory json = new JsonFactory();

    private JsonParser parser;
    private Draft draft;
    private boolean escapes;

    /** Reads {@code text}, which holds no raw forbidden character, into an empty draft. */
    void read(String text, Draft into) {
        draft = into;
        escapes = text.indexOf('\\') >= 0;
        try (JsonParser p = json.createParser(text)) {
            parser = p;
            if (p.nextToken() != JsonToken.START_OBJECT) {
                draft.fault("The event is no JSON object: send one object {…} a line.");
                return;
            }
            topLevel();
            if (p.nextToken() != null) {
                draft.fault("Text follows the JSON object: send one object a line.");
            }
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            draft.fault("The event is no valid JSON from column " + column + " on: mend its form.");
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    private void topLevel() throws IOException {
        boolean receiver = false;
        boolean items = false;
        for (String name = nextName(); name != null; name = nextName()) {
            if (name.equals("receiver")) {
                once(!receiver, name);
                receiver = true;
                receiver();
            } else if (name.equals("items")) {
                once(!items, name);
                items = true;
                items();
            } else {
                Field field = Field.BY_COLUMN.get(name);
                if (field != null && field.isTopLevel()) {
                    once(draft.put(field, scalar("", name, field.isNumber())), name);
                } else {
                    skip();
                }
            }
        }
    }

    private void receiver() throws IOException {
        if (!isStart(JsonToken.START_OBJECT, "receiver", "an object")) {
            return;
        }
        for (String name = nextName(); name != null; name = nextName()) {
            Field field = RECEIVER.get(name);
            if (field != null) {
                once(draft.put(field, scalar("receiver.", name, false)), "receiver." + name);
            } else {
                skip();
            }
        }
    }

    private void items() throws IOException {
        if (!isStart(JsonToken.START_ARRAY, "items", "an array")) {
            return;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                item("items[" + i + "].");
            } else {
                draft.fault("items[" + i + "] must be an object: send one for each item.");
                skipValue();
            }
        }
    }

    private void item(String place) throws IOException {
        String[] values = new String[ITEM.size()];
        SortedMap<String, String> attributes = new TreeMap<>();
        int seen = 0;
        for (String name = nextName(); name != null; name = nextName()) {
            int known = ITEM.indexOf(name);
            if (known < 0) {
                skip();
                continue;
            }
            once((seen & 1 << known) == 0, place + name);
            seen |= 1 << known;
            if (known == ATTRIBUTES) {
                attributes(place, attributes);
            } else {
                boolean number = name.equals("quantity") || name.equals("price");
                values[known] = scalar(place, name, number);
            }
        }
        draft.addItem(place, values[0], values[1], values[2], values[3], values[4], attributes);
    }

    private void attributes(String place, SortedMap<String, String> into) throws IOException {
        if (!isStart(JsonToken.START_OBJECT, place + "attributes", "an object")) {
            return;
        }
        for (String name = nextName(); name != null; name = nextName()) {
            String value = scalar(place, "attributes", false);
            if (Texts.isLongerThan(name, Texts.MAX_NAME)) {
                draft.fault(
                        place
                                + "attributes has a name over "
                                + Texts.MAX_NAME
                                + " characters: shorten it.");
            } else if (value != null && Texts.isLongerThan(value, Texts.MAX_VALUE)) {
                draft.fault(
                        place
                                + "attributes has a value over "
                                + Texts.MAX_VALUE
                                + " characters: shorten it.");
            } else if (value != null && into.put(name, value) != null) {
                draft.fault(place + "attributes names one attribute twice: send it once.");
            }
        }
    }

    /** The next field's name, the parser standing on it, or null at the end of the object. */
    private String nextName() throws IOException {
        String name = parser.nextFieldName();
        if (name != null) {
            checkCharacters(name);
        }
        return name;
    }

    private void once(boolean first, String name) {
        if (!first) {
            draft.fault("The field " + name + " stands twice: send it once.");
        }
    }

    /** Steps on to a value and says whether a structure begins there; null is an absent one. */
    private boolean isStart(JsonToken start, String name, String what) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == start) {
            return true;
        }
        if (token != JsonToken.VALUE_NULL) {
            draft.fault(name + " must be " + what + ": send it so or leave it out.");
            skipValue();
        }
        return false;
    }

    /** Steps on to a value and gives its text; null when it is absent or of the wrong type. */
    private String scalar(String place, String name, boolean number) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            checkCharacters(text);
            return text;
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (number && token.isNumeric()) {
            return parser.getText();
        }
        String type = number ? "a number or a string" : "a string";
        draft.fault(place + name + " must be " + type + ": send it so or leave it out.");
        skipValue();
        return null;
    }

    private void skip() throws IOException {
        parser.nextToken();
        skipValue();
    }

    /** Steps over the value that the parser stands on, without recursion. */
    private void skipValue() throws IOException {
        int depth = 0;
        while (true) {
            JsonToken token = parser.currentToken();
            if (token == null) {
                return;
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
                checkCharacters(parser.getText());
            }
            if (depth == 0) {
                return;
            }
            parser.nextToken();
        }
    }

    /** Only an escape can bring in what the text itself does not hold. */
    private void checkCharacters(String text) {
        if (escapes) {
            String forbidden = Texts.forbidden(text);
            if (forbidden != null) {
                draft.fault("A field holds " + forbidden + ": remove it at the source.");
            }
        }
    }
}
