package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Shows differences. */
final class Differences {
    private Differences() {}

    static List<String> lines(Difference difference, Language language) {
        List<String> lines = new ArrayList<>();
        String head =
                mark(difference.kind())
                        + " "
                        + Message.valueOf("SORT_" + difference.sort().name()).in(language)
                        + " "
                        + difference.name();
        String shift =
                difference.shift() == null
                        ? ""
                        : Message.valueOf("SHIFT_" + difference.shift().name()).in(language);
        if (difference.details().size() == 1) {
            lines.add(
                    joined(
                            joined(head, difference.details().get(0), "  "),
                            shift,
                            colon(language)));
        } else {
            lines.add(joined(head, shift, "  "));
            difference.details().forEach(detail -> lines.add("    " + detail));
        }
        return lines;
    }

    private static String joined(String head, String tail, String by) {
        return tail.isEmpty() ? head : head + by + tail;
    }

    private static String colon(Language language) {
        return language.choose("：", ": ");
    }

    private static String mark(Difference.Kind kind) {
        return switch (kind) {
            case ADDED -> "+";
            case REMOVED -> "-";
            case CHANGED -> "~";
        };
    }

    static ArrayNode put(List<Difference> differences, ObjectNode json) {
        ArrayNode all = json.putArray("differences");
        for (Difference difference : differences) {
            ObjectNode one = all.addObject();
            one.put("sort", difference.sort().name());
            one.put("kind", difference.kind().name());
            one.put("name", difference.name());
            one.put("shift", difference.shift() == null ? null : difference.shift().name());
            difference.details().forEach(one.putArray("details")::add);
        }
        return all;
    }
}
