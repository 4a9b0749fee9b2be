package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.CatalogueReader;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small rulebooks for tests. */
final class TestRulebook {
    static final FactSchema SCHEMA = new FactSchema(List.of());

    /** Four models of three values, a to c; {@code course} is a stage. */
    static final String CATALOGUE =
            """
            language: 1
            parameters:
              someDays:   { type: days, value: 90, min: 1, max: 365 }
              someYuan:   { type: money, value: 99.90 }
              someShare:  { type: percent, value: 12.5 }
              someWindow: { type: window, value: d180 }
              wholeLife:  { type: window, value: life }
              farWindow:  { type: window, value: d400 }
            scores:
              recency:   [ { below: 30, score: 5 }, { below: 90, score: 3 }, { score: 1 } ]
              frequency: [ { upTo: 1, score: 1 }, { score: 5 } ]
              monetary:  [ { upTo: 100, score: 1 }, { score: 5 } ]
              high: { recencyBelow: 90, frequencyFrom: 2, monetaryFrom: 300 }
            models:
              - { id: one,    kind: segment, values: [ { value: a }, { value: b }, { value: c } ] }
              - { id: two,    kind: segment, values: [ { value: a }, { value: b }, { value: c } ] }
              - { id: three,  kind: segment, values: [ { value: a }, { value: b }, { value: c } ] }
              - { id: course, kind: stage,   values: [ { value: a }, { value: b }, { value: 中文 } ] }
            trades:
              food: { on: true, zh: 食品 }
              closed: { on: false, zh: 停用 }
            tags:
              - { key: 口味, values: [甜, 咸, 辣] }
              - { key: 等级, single: true, values: [高, 中, 低] }
              - { key: 品牌, open: true }
              - { key: 过敏史, sensitive: true, values: [无, 有] }
              - { key: food.品类, values: [坚果, 饼干] }
              - { key: closed.品类, values: [坚果, 饼干] }
            """;

    static final int ONE = 0;
    static final int TWO = 1;
    static final int THREE = 2;
    static final int COURSE = 3;

    private TestRulebook() {}

    static Catalogue catalogue() {
        return CatalogueReader.read(CATALOGUE);
    }

    /** A rule with a name, what stands after when, and what stands after then. */
    static String rule(String name, String when, String then) {
        return "rule \"" + name + "\"\nwhen\n    " + when + "\nthen\n    " + then + "\nend\n";
    }

    /** A file of rules. */
    static String file(String... rules) {
        return "package rulebook.test\n\n" + String.join("\n", rules);
    }

    static RuleCompiler.Result compile(Map<String, String> files) {
        Map<String, String> all = new TreeMap<>(files);
        all.putIfAbsent(RulebookFiles.CATALOGUE, CATALOGUE);
        return RuleCompiler.compile(Release.of(7, all), SCHEMA);
    }

    static CompiledRules rules(String... rules) {
        return compile(Map.of("test.drl", file(rules))).orThrow();
    }

    /** Facts that are all absent but the given ones: name, number, name, number … */
    static long[] facts(Object... namesAndNumbers) {
        long[] facts = new long[SCHEMA.size()];
        Arrays.fill(facts, Fact.ABSENT);
        for (int i = 0; i < namesAndNumbers.length; i += 2) {
            facts[SCHEMA.get((String) namesAndNumbers[i]).index()] =
                    ((Number) namesAndNumbers[i + 1]).longValue();
        }
        return facts;
    }

    /** The value of a model in words, null for none. */
    static String value(CompiledRules rules, Outcome outcome, int model) {
        int value = outcome.value(model);
        return value < 0 ? null : rules.catalogue().models().get(model).values().get(value).value();
    }
}
