package io.memberflow.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A members event as far as its form goes, and the first thing found wrong with it. */
final class MemberDraft {
    /** The texts of fields that are there, null for those that are cleared. */
    final Map<String, String> fields = new HashMap<>();

    /** The attributes that are there, null for those that are cleared. */
    final Map<String, String> attributes = new TreeMap<>();

    final List<Tag> tags = new ArrayList<>();
    final Fault fault = new Fault();
    boolean forget;

    /**
     * A tag as it is written.
     *
     * @param place what stands before a field's name in a sentence about it
     */
    record Tag(
            String place,
            String key,
            String value,
            String source,
            String at,
            String until,
            boolean withdrawn) {}

    /** Makes it empty, to be used again. */
    void clear() {
        fields.clear();
        attributes.clear();
        tags.clear();
        fault.clear();
        forget = false;
    }
}
