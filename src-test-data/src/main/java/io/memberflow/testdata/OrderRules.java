package io.memberflow.testdata;

import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The part of the shipped rulebook that {@link BatchOracle} knows: models over orders alone. */
public final class OrderRules {
    private static final List<String> OTHERS =
            List.of(
                    "tags/",
                    "scenes/",
                    "tests/",
                    "segments/loyalty.drl",
                    "segments/value_grade.drl",
                    "lifecycle/funnel.drl");

    private OrderRules() {}

    /** The shipped release without rules that read more than orders' numbers. */
    public static Release release() {
        Release shipped = RulebookFiles.shipped();
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < shipped.paths().length; i++) {
            String path = shipped.paths()[i];
            if (OTHERS.stream().noneMatch(path::startsWith)) {
                files.put(path, shipped.texts()[i]);
            }
        }
        return Release.of(shipped.version(), files);
    }
}
