package io.memberflow.job.decide;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Release;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules this JVM has compiled: each release once, however many subtasks ask for it. Compiled
 * rules are kept, so that going back to a release is quick.
 */
public final class LoadedRules {
    private static final ConcurrentHashMap<Key, CompiledRules> LOADED = new ConcurrentHashMap<>();

    private LoadedRules() {}

    private record Key(int version, String sha256, List<Integer> windows) {}

    /**
     * The compiled release, compiled now by the first who asks while the others wait.
     *
     * @throws io.memberflow.rulebook.RulebookProblem with all findings when it does not compile
     */
    public static CompiledRules get(Release release, List<Integer> extraWindows) {
        return LOADED.computeIfAbsent(
                new Key(release.version(), release.sha256(), extraWindows),
                key -> RuleCompiler.compile(release, new FactSchema(extraWindows)).orThrow());
    }
}
