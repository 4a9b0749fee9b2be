package io.memberflow.engine;

import io.memberflow.member.Member;
import io.memberflow.member.Segment;
import java.util.BitSet;
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
    /** Each way of holding that a rule has can fire once for a member. */
    private static final int MAX_FIRINGS = Complexity.MAX_WAYS;

    private final ReleaseId id;
    private final KieContainer container;
    private final KieBase base;
    private final int layers;

    private DroolsProgram(ReleaseId id, KieContainer container, int layers) {
        this.id = id;
        this.container = container;
        this.base = container.getKieBase();
        this.layers = layers;
    }

    /**
     * Compiles the rules, layer by layer.
     *
     * @throws IllegalStateException when Drools refuses what was written for it, which is a fault
     *     of this program and not of the rules
     */
    static DroolsProgram compile(List<List<Rule>> layers, List<Rule> all) {
        KieServices services = KieServices.get();
        ReleaseId id = services.newReleaseId("memberflow", "r" + UUID.randomUUID(), "1");
        KieFileSystem files = services.newKieFileSystem();
        files.generateAndWritePomXML(id);
        files.write(
                "src/main/resources/memberflow/release/rules.drl", DrlWriter.write(layers, all));
        KieBuilder builder = services.newKieBuilder(files);
        builder.buildAll(ExecutableModelProject.class);
        if (builder.getResults().hasMessages(Message.Level.ERROR)) {
            throw new IllegalStateException(
                    builder.getResults().getMessages(Message.Level.ERROR).stream()
                            .map(Message::getText)
                            .collect(Collectors.joining("; ", "Drools refused: ", "")));
        }
        ClassLoader loader = DroolsProgram.class.getClassLoader();
        return new DroolsProgram(id, services.newKieContainer(id, loader), layers.size());
    }

    /**
     * Runs the layers over one member, one after the other.
     *
     * @param settle called after each layer with the rules that have fired so far
     */
    void run(Member member, Settle settle) {
        Decision decision = new Decision();
        KieSession session = base.newKieSession();
        try {
            session.setGlobal("decision", decision);
            session.insert(member);
            for (int layer = 0; layer < layers; layer++) {
                session.insert(new Layer(layer));
                if (session.fireAllRules(MAX_FIRINGS + 1) > MAX_FIRINGS) {
                    throw new IllegalStateException(
                            "The rules fired more than " + MAX_FIRINGS + " times for one member.");
                }
                settle.afterLayer(layer, decision.fired()).forEach(session::insert);
            }
        } finally {
            session.dispose();
        }
    }

    /** Turns the rules fired up to a layer into the values that later layers see. */
    interface Settle {
        List<Segment> afterLayer(int layer, BitSet fired);
    }

    @Override
    public void close() {
        container.dispose();
        KieServices.get().getRepository().removeKieModule(id);
    }
}
