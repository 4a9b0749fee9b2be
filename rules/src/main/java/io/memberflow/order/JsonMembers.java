package io.memberflow.order;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The form of a members event. */
final class JsonMembers {

    /** Fields of the profile that are kept as they are written. */
    static final List<String> TEXTS =
            List.of("name", "nick", "gender", "email", "phone", "province", "city", "address");

    private static final Set<String> OTHERS =
            Set.of("member_id", "updated_at", "birthday", "registered_at");
    private static final Set<String> OF_TAG = Set.of("key", "value", "source", "at", "until");

    private final JsonText json = new JsonText();

    private MemberDraft draft;

    /** Reads {@code text}, which holds no raw forbidden character, into an empty draft. */
    void read(String text, MemberDraft into) {
        draft = into;
        json.read(text, into.fault, this::topLevel);
    }

    private void topLevel() throws IOException {
        boolean attributes = false;
        boolean tags = false;
        boolean forget = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals("attributes")) {
                json.once(!attributes, name);
                attributes = true;
                json.attributes(name, draft.attributes);
            } else if (name.equals("tags")) {
                json.once(!tags, name);
                tags = true;
                tags();
            } else if (name.equals("forget")) {
                json.once(!forget, name);
                forget = true;
                draft.forget |= json.flag(name);
            } else if (TEXTS.contains(name) || OTHERS.contains(name)) {
                json.once(!draft.fields.containsKey(name), name);
                draft.fields.put(name, json.text(name));
            } else {
                json.skip();
            }
        }
    }

    private void tags() throws IOException {
        if (!json.startsArray("tags")) {
            return;
        }
        int index = json.nextObject("tags", -1, "tag");
        while (index >= 0) {
            tag("tags[" + index + "].");
            index = json.nextObject("tags", index, "tag");
        }
    }

    private void tag(String place) throws IOException {
        Map<String, String> values = new HashMap<>();
        boolean told = false;
        boolean withdrawn = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            String full = place + name;
            if (name.equals("withdrawn")) {
                json.once(!told, full);
                told = true;
                withdrawn |= json.flag(full);
            } else if (OF_TAG.contains(name)) {
                json.once(!values.containsKey(name), full);
                values.put(name, json.text(full));
            } else {
                json.skip();
            }
        }
        draft.tags.add(
                new MemberDraft.Tag(
                        place,
                        values.get("key"),
                        values.get("value"),
                        values.get("source"),
                        values.get("at"),
                        values.get("until"),
                        withdrawn));
    }
}
