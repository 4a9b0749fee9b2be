package io.memberflow.job.decide;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Release;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules this JVM has compiled: each release once, however many subtasks ask for it. Whoever
 * uses rules holds a {@link Lease} on them. The releases used last stay compiled when nobody uses
 * them any more, so that going back to one is quick; older ones are closed, which gives back their
 * classes. None that is in use is ever closed.
 */
public final class LoadedRules {
    /** Releases kept compiled, unless more are in use. */
    static final int KEPT = 8;

    private static final Map<Key, Loaded> LOADED = new HashMap<>();
    private static long uses;

    private LoadedRules() {}

    private record Key(int version, String sha256, List<Integer> windows) {}

    /**
     * The compiled release, compiled now by the first who asks while the others wait. That takes
     * seconds: do not ask in a thread that has other things to do.
     *
     * @param extraWindows windows beyond the standard ones, in days
     * @throws io.memberflow.rulebook.RulebookProblem with all findings when it does not compile
     */
    public static Lease acquire(Release release, List<Integer> extraWindows) {
        Key key = new Key(release.version(), release.sha256(), List.copyOf(extraWindows));
        Loaded loaded;
        synchronized (LOADED) {
            loaded = LOADED.computeIfAbsent(key, Loaded::new);
            loaded.users++;
            loaded.lastUse = ++uses;
        }
        try {
            loaded.compile(release);
        } catch (Throwable e) {
            release(loaded);
            throw e;
        }
        return new Lease(loaded);
    }

    /** How many releases are compiled now. */
    static int size() {
        synchronized (LOADED) {
            return LOADED.size();
        }
    }

    private static void release(Loaded loaded) {
        List<Loaded> old = new ArrayList<>();
        synchronized (LOADED) {
            loaded.users--;
            loaded.lastUse = ++uses;
            if (loaded.users == 0 && loaded.rules == null) {
                LOADED.remove(loaded.key);
            }
            LOADED.values().stream()
                    .filter(one -> one.users == 0)
                    .sorted(Comparator.comparingLong(one -> one.lastUse))
                    .limit(Math.max(0, LOADED.size() - KEPT))
                    .forEach(old::add);
            old.forEach(one -> LOADED.remove(one.key));
        }
        old.forEach(one -> one.rules.close());
    }

    /** A release and its users; all but {@code rules} is guarded by {@link #LOADED}. */
    private static final class Loaded {
        private final Key key;
        private int users;
        private long lastUse;

        /** Written once, by a user and so before the last one leaves; null until compiled. */
        private volatile CompiledRules rules;

        Loaded(Key key) {
            this.key = key;
        }

        /** One compiles while the others wait; after a failure the next one tries again. */
        synchronized void compile(Release release) {
            if (rules == null) {
                rules = RuleCompiler.compile(release, new FactSchema(key.windows())).orThrow();
            }
        }
    }

    /** Somebody's use of compiled rules, which stay open at least until it is closed. */
    public static final class Lease implements AutoCloseable {
        private final Loaded loaded;
        private boolean closed;

        private Lease(Loaded loaded) {
            this.loaded = loaded;
        }

        public CompiledRules rules() {
            return loaded.rules;
        }

        /** Ends the use; closing again does nothing. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                release(loaded);
            }
        }
    }
}
