package io.memberflow.engine;

import io.memberflow.member.Member;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;
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

    private final ReleaseId id;
    private final KieContainer container;
    private final KieBase base;
    private final List<Rule> rules;
    private final Leaves leaves;

    private DroolsProgram(ReleaseId id, KieContainer container, List<Rule> rules, Leaves leaves) {
        this.id = id;
        this.container = container;
        this.base = container.getKieBase();
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
        KieServices services = KieServices.get();
        ReleaseId id = services.newReleaseId("memberflow", "r" + UUID.randomUUID(), "1");
        KieFileSystem files = services.newKieFileSystem();
        files.generateAndWritePomXML(id);
        files.write(
                "src/main/resources/memberflow/release/rules.drl",
                DrlWriter.write(layers, rules, leaves));
        KieBuilder builder = services.newKieBuilder(files);
        builder.buildAll(ExecutableModelProject.class);
        if (builder.getResults().hasMessages(Message.Level.ERROR)) {
            throw new IllegalStateException(
                    builder.getResults().getMessages(Message.Level.ERROR).stream()
                            .map(Message::getText)
                            .collect(Collectors.joining("; ", "Drools refused: ", "")));
        }
        ClassLoader loader = DroolsProgram.class.getClassLoader();
        return new DroolsProgram(id, services.newKieContainer(id, loader), rules, leaves);
    }

    /**
     * Lets the rules of one member fire, layer by layer.
     *
     * @param evaluation says what each layer sees and settles what it gave
     */
    void run(Evaluation evaluation) {
        Decision decision = new Decision(rules);
        KieSession session = base.newKieSession();
        try {
            session.setGlobal("decision", decision);
            session.insert(new Member(evaluation.numbers()));
            evaluation.rows().forEach(row -> session.insert(new RowFact(row, leaves)));
            while (!evaluation.isDone()) {
                session.insert(new Layer(evaluation.layer(), leaves));
                if (session.fireAllRules(MAX_FIRINGS + 1) > MAX_FIRINGS) {
                    throw new IllegalStateException(
                            "The rules fired more than " + MAX_FIRINGS + " times for one member.");
                }
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
        container.dispose();
        KieServices.get().getRepository().removeKieModule(id);
    }
}
