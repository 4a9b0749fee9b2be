package io.memberflow.benchmarks;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.StatelessKieSession;

/** Drools as its manual begins: a stateless session for every event, with all facts. */
final class NaiveDrools implements AutoCloseable {
    private final KieContainer container;
    private final GeneratedRules rules;

    NaiveDrools(GeneratedRules rules) {
        this.rules = rules;
        KieServices services = KieServices.get();
        ReleaseId id = services.newReleaseId("memberflow", "naive" + rules.size(), "1");
        KieFileSystem files = services.newKieFileSystem();
        files.generateAndWritePomXML(id);
        files.write("src/main/resources/generated/rules.drl", rules.drl());
        KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
        if (builder.getResults().hasMessages(Message.Level.ERROR)) {
            throw new IllegalStateException(builder.getResults().toString());
        }
        this.container = services.newKieContainer(id, Buyer.class.getClassLoader());
    }

    /** The first value that fired of each model, -1 for none. */
    int[] decide(Buyer buyer) {
        BitSet fired = new BitSet();
        StatelessKieSession session = container.newStatelessKieSession();
        session.setGlobal("fired", fired);
        List<Object> facts = new ArrayList<>(buyer.getSales());
        facts.add(buyer);
        session.execute(facts);
        int[] values = new int[rules.models()];
        for (int model = 0; model < values.length; model++) {
            int first = fired.nextSetBit(model * GeneratedRules.VALUES);
            int end = (model + 1) * GeneratedRules.VALUES;
            values[model] = first >= 0 && first < end ? first - model * GeneratedRules.VALUES : -1;
        }
        return values;
    }

    @Override
    public void close() {
        container.dispose();
    }
}
