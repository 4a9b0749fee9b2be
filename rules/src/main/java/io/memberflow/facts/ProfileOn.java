package io.memberflow.facts;

import io.memberflow.member.CodePoints;
import io.memberflow.member.FieldChange;
import io.memberflow.member.Profile;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What was known of who a member is at the end of a day. */
final class ProfileOn {
    private static final String ATTRIBUTE = "attributes.";

    private final Map<String, String> fields = new HashMap<>();

    ProfileOn(Profile profile, int day) {
        Map<String, FieldChange> last = new HashMap<>();
        for (FieldChange change : profile.fields()) {
            if (change.day() <= day) {
                last.merge(change.field(), change, ProfileOn::stronger);
            }
        }
        last.values().stream()
                .filter(change -> change.value() != null)
                .forEach(change -> fields.put(change.field(), change.value()));
    }

    private static FieldChange stronger(FieldChange a, FieldChange b) {
        if (a.at() != b.at()) {
            return a.at() > b.at() ? a : b;
        }
        if (a.value() == null || b.value() == null) {
            return a.value() == null ? b : a;
        }
        return CodePoints.ORDER.compare(a.value(), b.value()) > 0 ? a : b;
    }

    /** The field's value, null when there is none. */
    String field(String name) {
        return fields.get(name);
    }

    /** By name. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new TreeMap<>(CodePoints.ORDER);
        fields.forEach(
                (field, value) -> {
                    if (field.startsWith(ATTRIBUTE)) {
                        attributes.put(field.substring(ATTRIBUTE.length()), value);
                    }
                });
        return attributes;
    }
}
