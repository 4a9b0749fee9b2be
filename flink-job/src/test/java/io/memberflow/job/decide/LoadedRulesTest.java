package io.memberflow.job.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memberflow.engine.CompiledRules;
import io.memberflow.job.decide.LoadedRules.Lease;
import io.memberflow.job.support.SmallRulebook;
import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookProblem;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What happens to the good release when a bad one comes, and to the old ones when many come. */
class LoadedRulesTest {
    private static final List<Integer> NO_WINDOWS = List.of();

    private static Release release(int version, String file, String text) {
        Map<String, String> files = SmallRulebook.files(version);
        files.put(file, text);
        return Release.of(version, files);
    }

    @Test
    void aReleaseWithAnErrorNeverReplacesAGoodOne() {
        Release good = release(71, "a.drl", "package rulebook.a\n");
        try (Lease lease = LoadedRules.acquire(good, NO_WINDOWS)) {
            CompiledRules loaded = lease.rules();
            for (String bad :
                    List.of(
                            "package rulebook.a\nimport java.io.File;\nfunction int f() { return 1; }\n",
                            "package rulebook.a\nrule \"r\" when Member( x < 3 ) then end\n",
                            "nonsense")) {
                // The same version, as if someone had written over it.
                Release worse = release(71, "a.drl", bad);
                for (int attempt = 0; attempt < 2; attempt++) {
                    assertThatThrownBy(() -> LoadedRules.acquire(worse, NO_WINDOWS))
                            .isInstanceOf(RulebookProblem.class)
                            .hasMessageStartingWith("The rulebook has errors:\n  a.drl:");
                }
                try (Lease again = LoadedRules.acquire(good, NO_WINDOWS)) {
                    assertThat(again.rules()).isSameAs(loaded);
                }
            }
            assertThat(loaded.sha256()).isEqualTo(good.sha256());
            assertThat(loaded.rules()).isNotEmpty();
        }
    }

    @Test
    void aReleaseIsCompiledOnceForAllWhoAsk() throws Exception {
        Release release = SmallRulebook.release(72, 72);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Lease> ask = () -> LoadedRules.acquire(release, NO_WINDOWS);
            List<Lease> leases = new ArrayList<>();
            for (Future<Lease> lease : threads.invokeAll(List.of(ask, ask, ask, ask, ask, ask))) {
                leases.add(lease.get());
            }
            assertThat(leases.stream().map(Lease::rules).distinct()).hasSize(1);
            leases.forEach(Lease::close);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void theReleasesUsedLastStayCompiledAndOlderOnesGo() {
        CompiledRules first = used(SmallRulebook.release(1, 1));
        for (int i = 2; i <= LoadedRules.KEPT; i++) {
            used(SmallRulebook.release(i, i));
        }
        assertThat(used(SmallRulebook.release(1, 1))).isSameAs(first);
        CompiledRules second = used(SmallRulebook.release(2, 2));
        // What was used longest ago goes first: 3, 4 and so on, and in the end 1.
        for (int i = 1; i < LoadedRules.KEPT; i++) {
            used(SmallRulebook.release(100 + i, 100 + i));
            assertThat(LoadedRules.size()).isEqualTo(LoadedRules.KEPT);
        }
        assertThat(used(SmallRulebook.release(2, 2))).isSameAs(second);
        assertThat(used(SmallRulebook.release(1, 1))).isNotSameAs(first);
    }

    @Test
    void noneThatIsInUseIsClosed() {
        List<Lease> held = new ArrayList<>();
        for (int i = 0; i < LoadedRules.KEPT + 2; i++) {
            held.add(LoadedRules.acquire(SmallRulebook.release(200 + i, 200 + i), NO_WINDOWS));
        }
        Lease twice = LoadedRules.acquire(SmallRulebook.release(200, 200), NO_WINDOWS);
        twice.close();
        twice.close(); // the second time it must not take away another's use
        for (int i = 0; i < 3; i++) {
            used(SmallRulebook.release(300 + i, 300 + i));
        }
        for (int i = 0; i < held.size(); i++) {
            assertThat(decide(held.get(i).rules())).isEqualTo("v" + (200 + i));
            held.get(i).close();
        }
        assertThat(LoadedRules.size()).isEqualTo(LoadedRules.KEPT);
    }

    /** Classes of old releases must go with them: a job takes releases for years. */
    @Test
    void manyReleasesLeaveNoClassesBehind() throws InterruptedException {
        int releases = Boolean.getBoolean("memberflow.full") ? 200 : 30;
        for (int i = 0; i < 10; i++) {
            useOnce(400 + i);
        }
        long tenth = settled(Long.MAX_VALUE);
        for (int i = 10; i < releases; i++) {
            useOnce(400 + i);
        }
        assertThat(settled(tenth + tenth / 20))
                .as("bytes of metaspace, and after ten releases %d", tenth)
                .isLessThanOrEqualTo(tenth + tenth / 20);
    }

    /** Metaspace in use after garbage was collected, often enough to come to a bound if it can. */
    private static long settled(long bound) throws InterruptedException {
        MemoryPoolMXBean metaspace =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().equals("Metaspace"))
                        .findAny()
                        .orElseThrow();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 10 && (i < 3 || used > bound); i++) {
            System.gc();
            used = Math.min(used, metaspace.getUsage().getUsed());
        }
        return used;
    }

    private static CompiledRules used(Release release) {
        try (Lease lease = LoadedRules.acquire(release, NO_WINDOWS)) {
            return lease.rules();
        }
    }

    private static void useOnce(int number) {
        try (Lease lease = LoadedRules.acquire(SmallRulebook.release(number, number), NO_WINDOWS)) {
            assertThat(decide(lease.rules())).isEqualTo("v" + number);
        }
    }

    /** The value of a member with one order, asked of Drools. */
    private static String decide(CompiledRules rules) {
        long[] numbers = new long[rules.schema().size()];
        Arrays.fill(numbers, Fact.ABSENT);
        numbers[rules.schema().get("d365.orders").index()] = 1;
        int value = rules.decidePlainly(DayFacts.ofNumbers(numbers)).value(0);
        return rules.catalogue().models().get(0).values().get(value).value();
    }
}
