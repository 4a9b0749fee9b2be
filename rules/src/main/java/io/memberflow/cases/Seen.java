package io.memberflow.cases;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Inspection;
import io.memberflow.engine.Outcome;
import io.memberflow.engine.Reason;
import io.memberflow.engine.RuleTag;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Verdict;
import io.memberflow.rulebook.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What expectations are held against: what was decided of a member on a day. */
interface Seen {
    /** The model's value, null for none. */
    String value(String model);

    /** The tags that stand: values by key. */
    Map<String, Set<String>> tags();

    /** Why the model's value stands, or the tags of the key that rules gave. */
    List<Reason.Because> because(boolean isModel, String name);

    /** The member's numbers by index. */
    long[] numbers();

    /** Nothing but what expectations of a kind that rules decide need. */
    static Seen of(CompiledRules rules, Inspection inspection) {
        Catalogue catalogue = rules.catalogue();
        Outcome outcome = inspection.outcome();
        return new Seen() {
            @Override
            public String value(String model) {
                int number = catalogue.indexOf(model);
                int value = outcome.value(number);
                return value < 0
                        ? null
                        : catalogue.models().get(number).values().get(value).value();
            }

            @Override
            public Map<String, Set<String>> tags() {
                return inspection.tags();
            }

            @Override
            public List<Reason.Because> because(boolean isModel, String name) {
                if (isModel) {
                    int rule = outcome.rule(catalogue.indexOf(name));
                    return rule < 0 ? List.of() : inspection.because(rule, true);
                }
                List<Reason.Because> all = new ArrayList<>();
                for (RuleTag tag : outcome.tags()) {
                    if (tag.key() == catalogue.indexOfTag(name)) {
                        all.addAll(inspection.because(tag.rule(), true));
                    }
                }
                return all;
            }

            @Override
            public long[] numbers() {
                return inspection.numbers();
            }
        };
    }

    /** All of a verdict. */
    static Seen of(Verdict verdict) {
        return new Seen() {
            @Override
            public String value(String model) {
                Standing standing = standing(model);
                return standing == null ? null : standing.value();
            }

            private Standing standing(String model) {
                return verdict.standings().stream()
                        .filter(s -> s.model().id().equals(model))
                        .findFirst()
                        .orElse(null);
            }

            @Override
            public Map<String, Set<String>> tags() {
                Map<String, Set<String>> tags = new TreeMap<>();
                verdict.tags().stream()
                        .filter(TagStanding::stands)
                        .forEach(
                                tag ->
                                        tags.computeIfAbsent(tag.name(), k -> new TreeSet<>())
                                                .add(tag.value()));
                return tags;
            }

            @Override
            public List<Reason.Because> because(boolean isModel, String name) {
                if (isModel) {
                    Standing standing = standing(name);
                    return standing == null ? List.of() : standing.reason().because();
                }
                return verdict.tags().stream()
                        .filter(tag -> tag.name().equals(name) && tag.reason() != null)
                        .flatMap(tag -> tag.reason().because().stream())
                        .toList();
            }

            @Override
            public long[] numbers() {
                return verdict.facts().numbers();
            }
        };
    }
}
