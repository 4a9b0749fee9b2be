package io.memberflow.job.support;

import io.memberflow.rulebook.Release;
import java.util.Map;
import java.util.TreeMap;

/**
 * Releases of one rule, quick to compile: with an order in the last year the model {@code grade}
 * has the value {@code v} and a number.
 */
public final class SmallRulebook {
    private static final String CATALOGUE =
            """
            language: 1
            scores:
              recency:   [ { below: 30, score: 5 }, { score: 1 } ]
              frequency: [ { upTo: 1, score: 1 }, { score: 5 } ]
              monetary:  [ { upTo: 100, score: 1 }, { score: 5 } ]
              high: { recencyBelow: 90, frequencyFrom: 2, monetaryFrom: 300 }
            models:
              - { id: grade, kind: segment, values: [ { value: v%1$d, advice: 好好招待 }, { value: w } ] }
            """;

    private static final String RULE =
            """
            package rulebook.grade

            rule "grade"
            when
                Member( %s >= 1 )
            then
                decision.segment("grade", "%s");
            end
            """;

    private SmallRulebook() {}

    /** The release whose value is {@code v} and this number. */
    public static Release release(int version, int number) {
        return Release.of(version, files(number));
    }

    /** The same, reading another number of the member, or giving another value. */
    public static Release release(int version, int number, String fact, String value) {
        Map<String, String> files = files(number);
        files.put("grade.drl", RULE.formatted(fact, value));
        return Release.of(version, files);
    }

    /** Its files by path. */
    public static Map<String, String> files(int number) {
        Map<String, String> files = new TreeMap<>();
        files.put("rulebook.yaml", CATALOGUE.formatted(number));
        files.put("grade.drl", RULE.formatted("d365.orders", "v" + number));
        return files;
    }
}
