package io.memberflow.engine;

import io.memberflow.member.Member;
import java.util.List;
import org.kie.api.runtime.KieSession;

/**
 * Rules compiled by Drools. Thread-safe; every question has a session of its own, which is
 * affordable because outcomes are remembered.
 */
final class DroolsProgram implements AutoCloseable {
    /**
     * A bound no member reaches: rules fire once for each way of holding, and a release whose ways
     * could come near it is refused.
     */
    private static final int MAX_FIRINGS = 10_000_000;

    private final RuleBase base;
    private final List<Rule> rules;
    private final Leaves leaves;

    private DroolsProgram(RuleBase base, List<Rule> rules, Leaves leaves) {
        this.base = base;
        this.rules = rules;
        this.leaves = leaves;
    }

    /**
     * Compiles the rules, layer by layer.
     *
     * @throws IllegalStateException when Drools refuses what was written for it, which is a fault
     *     of this program and not of the rules
     */
    static DroolsProgram compile(Layers layers, List<Rule> rules) {
        Leaves leaves = new Leaves();
        String drl = DrlWriter.write(layers, rules, leaves);
        return new DroolsProgram(RuleBase.of(drl), rules, leaves);
    }

    /**
     * Lets the rules of one member fire, layer by layer.
     *
     * @param evaluation says what each layer sees and settles what it gave
     */
    void run(Evaluation evaluation) {
        Decision decision = new Decision(rules);
        KieSession session = base.newSession();
        try {
            session.setGlobal("decision", decision);
            session.insert(new Member(evaluation.numbers()));
            evaluation.rows().forEach(row -> session.insert(new RowFact(row, leaves)));
            while (!evaluation.isDone()) {
                session.insert(new Layer(evaluation.layer(), leaves));
                RuleBase.fire(session, MAX_FIRINGS);
                Evaluation.Given given = evaluation.settle(decision.fired());
                given.segments().forEach(session::insert);
                given.rows().forEach(row -> session.insert(new RowFact(row, leaves)));
            }
        } finally {
            session.dispose();
        }
    }

    @Override
    public void close() {
        base.close();
    }
}
