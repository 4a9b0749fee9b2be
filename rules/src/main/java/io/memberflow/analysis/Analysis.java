package io.memberflow.analysis;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Rule;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Catalogue;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds, or proves absent, what can be wrong with exclusive models: members without a value, rules
 * that contradict each other, that never fire or never count, values in the wrong order.
 */
public final class Analysis {
    private Analysis() {}

    /** The analysis of a rulebook that compiles. */
    public static Report of(CompiledRules rules) {
        return of(rules.catalogue(), rules.rules(), rules.schema());
    }

    /**
     * The analysis of rules over the facts of a schema. The rules must not read each other's models
     * in a circle.
     */
    public static Report of(Catalogue catalogue, List<Rule> rules, FactSchema schema) {
        List<Fault> faults = new ArrayList<>();
        List<Report.Proved> proved = new ArrayList<>();
        List<Report.Unproved> unproved = new ArrayList<>();
        for (int model = 0; model < catalogue.models().size(); model++) {
            ModelAnalysis analysis = new ModelAnalysis(catalogue, rules, schema, model);
            analysis.run();
            faults.addAll(analysis.faults());
            unproved.addAll(analysis.unproved());
            if (analysis.faults().isEmpty() && analysis.unproved().isEmpty()) {
                String id = catalogue.models().get(model).id();
                proved.add(new Report.Proved(id, analysis.taken()));
            }
        }
        return new Report(List.copyOf(faults), List.copyOf(proved), List.copyOf(unproved));
    }
}
