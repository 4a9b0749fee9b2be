package io.memberflow.job.chaos;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.FactSchema;
import io.memberflow.registry.Registry;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.testdata.OrderRules;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Releases that differ in one model, {@link #EDITION}: everybody's value of it says which release
 * decided, so that rows of two releases cannot pass for rows of one.
 */
final class ChaosRules {
    static final String EDITION = "edition";
    private static final int EDITIONS = 3;

    private static final String MODEL =
            """
            models:
              - { id: edition, kind: segment, values: [ { value: e0 }, { value: e1 }, { value: e2 } ] }
            """;

    /** The keys that the hostile shop gives tags of. */
    private static final String TAGS =
            """
            tags:
              - { key: 等级, single: true, values: [高, 中, 低] }
              - { key: 口味, values: [甜, 咸] }
              - { key: 品牌, open: true }
            """;

    private static final String RULE =
            """
            package rulebook.edition

            // Release %1$d.
            rule "edition" when Member( life.orders >= 0 ) then decision.segment("edition", "%2$s"); end
            """;

    private ChaosRules() {}

    /** What the release of that number says of everybody. */
    static String edition(int number) {
        return "e" + number % EDITIONS;
    }

    /** The rules over orders that the oracle knows, with the edition of that number. */
    static Release release(int number) {
        Release rules = OrderRules.release();
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < rules.paths().length; i++) {
            files.put(rules.paths()[i], rules.texts()[i]);
        }
        files.computeIfPresent(
                RulebookFiles.CATALOGUE,
                (path, text) ->
                        text.replace("\nmodels:\n", "\n" + MODEL)
                                .replace("\ntags:\n", "\n" + TAGS));
        files.put("segments/edition.drl", RULE.formatted(number, edition(number)));
        return Release.of(number, files);
    }

    /**
     * Puts the releases 1 to {@code count} into an empty registry; none is in use then.
     *
     * @throws IllegalStateException when the registry was not empty
     */
    static void publish(Registry registry, int count) throws SQLException {
        for (int number = 1; number <= count; number++) {
            Release release = release(number);
            try (CompiledRules compiled =
                    RuleCompiler.compile(release, new FactSchema(List.of())).orThrow()) {
                int version = registry.publish(release, compiled, "chaos", "", null);
                if (version != number) {
                    throw new IllegalStateException("There was a release " + version + " before");
                }
            }
        }
    }
}
