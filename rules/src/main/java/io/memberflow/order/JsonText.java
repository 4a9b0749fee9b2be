package io.memberflow.order;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The discipline of every JSON event: one object a line, each known field once and of its type, no
 * forbidden character anywhere. Unknown fields are stepped over, but may hold no forbidden
 * character either; a known field that stands twice is a fault, for nobody can tell which is meant.
 * What is wrong is told to a {@link Fault}, and reading goes on.
 */
final class JsonText {

    /** What reads the fields of the event's object. */
    interface Content {
        void read() throws IOException;
    }

    /** Strict JSON; its limits on depth and on the length of numbers are left as they are. */
    private final JsonFactory json = new JsonFactory();

    private JsonParser parser;
    private Fault fault;
    private boolean escapes;

    /** Reads {@code text}, which holds no raw forbidden character. */
    void read(String text, Fault into, Content content) {
        fault = into;
        escapes = text.indexOf('\\') >= 0;
        try (JsonParser p = json.createParser(text)) {
            parser = p;
            if (p.nextToken() != JsonToken.START_OBJECT) {
                fault.found("The event is no JSON object: send one object {…} a line.");
                return;
            }
            content.read();
            if (p.nextToken() != null) {
                fault.found("Text follows the JSON object: send one object a line.");
            }
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            fault.found("The event is no valid JSON from column " + column + " on: mend its form.");
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    /** The next field's name, its value being next, or null at the end of the object. */
    String nextName() throws IOException {
        String name = parser.nextFieldName();
        if (name != null) {
            checkCharacters(name);
        }
        return name;
    }

    void once(boolean first, String name) {
        if (!first) {
            fault.found("The field " + name + " stands twice: send it once.");
        }
    }

    /** Steps into an object and says whether there is one; null is an absent one. */
    boolean startsObject(String name) throws IOException {
        return isStart(JsonToken.START_OBJECT, name, "an object");
    }

    /** Steps into an array and says whether there is one; null is an absent one. */
    boolean startsArray(String name) throws IOException {
        return isStart(JsonToken.START_ARRAY, name, "an array");
    }

    /**
     * Steps into the next object of an array, over all that is none.
     *
     * @param name the array's name
     * @param index how many elements were read, {@code -1} none
     * @param what an element is, in words
     * @return the object's index, or -1 at the end of the array
     */
    int nextObject(String name, int index, String what) throws IOException {
        int at = index + 1;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                return at;
            }
            fault.found(name + "[" + at + "] must be an object: send one for each " + what + ".");
            skipValue();
            at++;
        }
        return -1;
    }

    /** Steps on to a value and gives its text; null when it is absent or no string. */
    String text(String name) throws IOException {
        return scalar(name, false);
    }

    /** The same for a number, which may also be written as a string. */
    String number(String name) throws IOException {
        return scalar(name, true);
    }

    /** Steps on to a value and says whether it is true; absent is false. */
    boolean flag(String name) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_TRUE) {
            return true;
        }
        if (token != JsonToken.VALUE_FALSE && token != JsonToken.VALUE_NULL) {
            fault.found(name + " must be true or false: send it so or leave it out.");
            skipValue();
        }
        return false;
    }

    /**
     * Steps on to an object of texts by name and reads them; null texts are put in as null.
     *
     * @param name what the object is called in sentences
     */
    void attributes(String name, Map<String, String> into) throws IOException {
        if (!startsObject(name)) {
            return;
        }
        for (String key = nextName(); key != null; key = nextName()) {
            String value = text(name);
            if (Texts.isLongerThan(key, Texts.MAX_NAME)) {
                fault.found(
                        name + " has a name over " + Texts.MAX_NAME + " characters: shorten it.");
            } else if (value != null && Texts.isLongerThan(value, Texts.MAX_VALUE)) {
                fault.found(
                        name + " has a value over " + Texts.MAX_VALUE + " characters: shorten it.");
            } else if (into.containsKey(key)) {
                fault.found(name + " names one attribute twice: send it once.");
            } else {
                into.put(key, value);
            }
        }
    }

    /** Steps over the next value. */
    void skip() throws IOException {
        parser.nextToken();
        skipValue();
    }

    private boolean isStart(JsonToken start, String name, String what) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == start) {
            return true;
        }
        if (token != JsonToken.VALUE_NULL) {
            fault.found(name + " must be " + what + ": send it so or leave it out.");
            skipValue();
        }
        return false;
    }

    private String scalar(String name, boolean number) throws IOException {
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
        fault.found(name + " must be " + type + ": send it so or leave it out.");
        skipValue();
        return null;
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
                fault.found("A field holds " + forbidden + ": remove it at the source.");
            }
        }
    }
}
