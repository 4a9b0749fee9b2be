package io.memberflow.engine;

import org.drools.compiler.builder.impl.KnowledgeBuilderImpl.ForkJoinPoolHolder;

/** The threads that Drools compiles with: its own, for as long as the JVM runs. */
public final class CompilerThreads {
    private CompilerThreads() {}

    /**
     * Ends them where they were loaded for one job among others: they would keep all its classes
     * from being unloaded after it. These classes can compile nothing any more then. Where the
     * program is the JVM's own, they stay.
     */
    public static void endWithTheJob() {
        if (ForkJoinPoolHolder.class.getClassLoader() != ClassLoader.getSystemClassLoader()) {
            ForkJoinPoolHolder.COMPILER_POOL.shutdownNow();
        }
    }
}
