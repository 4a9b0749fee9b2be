package io.memberflow.engine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.compiler.kie.builder.impl.KieBuilderImpl;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.KieSession;

/** DRL that Drools compiled, behind guards that do not trust the DRL. */
final class RuleBase implements AutoCloseable {
    private final ReleaseId id;
    private final KieContainer container;
    private final KieBase base;

    private RuleBase(ReleaseId id, KieContainer container) {
        this.id = id;
        this.container = container;
        this.base = container.getKieBase();
    }

    /** What stands between compiled rules and the machine. */
    enum Guard {
        /** {@link ClassScan} of every compiled class before any is loaded. */
        SCAN,
        /** {@link RuleClassLoader} while rules are loaded and run. */
        LOADER
    }

    /**
     * Compiles and loads, with all guards.
     *
     * @throws IllegalStateException when Drools or a guard refuses what was written for it, which
     *     is a fault of this program and not of the rules
     */
    static RuleBase of(String drl) {
        return of(drl, EnumSet.allOf(Guard.class));
    }

    /** The same with some guards only, so that each can be tested alone. */
    static RuleBase of(String drl, Set<Guard> guards) {
        KieServices services = KieServices.get();
        ReleaseId id = services.newReleaseId("memberflow", "r" + UUID.randomUUID(), "1");
        try {
            KieFileSystem files = services.newKieFileSystem();
            files.generateAndWritePomXML(id);
            files.write("src/main/resources/memberflow/release/rules.drl", drl);
            KieBuilder builder = services.newKieBuilder(files);
            builder.buildAll(ExecutableModelProject.class);
            List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
            if (!errors.isEmpty()) {
                throw new IllegalStateException(
                        errors.stream()
                                .map(Message::getText)
                                .collect(Collectors.joining("; ", "Drools refused: ", "")));
            }
            if (guards.contains(Guard.SCAN)) {
                scan((InternalKieModule) ((KieBuilderImpl) builder).getKieModule());
            }
            ClassLoader own = RuleBase.class.getClassLoader();
            return new RuleBase(
                    id,
                    services.newKieContainer(
                            id, guards.contains(Guard.LOADER) ? new RuleClassLoader(own) : own));
        } catch (RuntimeException | LinkageError e) {
            services.getRepository().removeKieModule(id);
            throw e;
        }
    }

    private static void scan(InternalKieModule module) {
        Set<String> notAllowed = new TreeSet<>();
        for (String file : module.getFileNames()) {
            if (file.endsWith(".class")) {
                notAllowed.addAll(ClassScan.notAllowed(module.getBytes(file)));
            }
        }
        if (!notAllowed.isEmpty()) {
            throw new IllegalStateException(
                    "The compiled rules use what rules may not use: "
                            + String.join(", ", notAllowed)
                            + ". Not one of them was loaded.");
        }
    }

    KieSession newSession() {
        return base.newKieSession();
    }

    /**
     * Lets rules fire until none is left to.
     *
     * @throws IllegalStateException when they fire more than {@code limit} times
     */
    static void fire(KieSession session, int limit) {
        if (session.fireAllRules(limit + 1) > limit) {
            throw new IllegalStateException(
                    "The rules fired more than " + limit + " times for one member.");
        }
    }

    @Override
    public void close() {
        container.dispose();
        KieServices.get().getRepository().removeKieModule(id);
    }
}
