package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.facts.StoredFacts;
import io.memberflow.rulebook.Parameter;
import io.memberflow.rulebook.Release;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Decides the members of {@code member_facts} by two releases, as of one day. One thread reads, as
 * many as there are cores decide.
 *
 * @param moves who has another value
 * @param asOf the day
 * @param limits what the stored facts cannot show of this change
 */
record Preview(Moves moves, LocalDate asOf, Set<Message> limits) {
    private static final int WAITING_SLICES = 16;
    private static final List<MemberFacts.Stored> END = List.of();

    /**
     * Looks at members.
     *
     * @param sample how many, 0 for all
     * @param day null for the day the job has come to
     * @param progress told how many of how many are done
     * @throws Stop when there are no members, a row cannot be read or a release does not compile
     */
    static Preview of(
            Database database,
            Release active,
            Release candidate,
            int sample,
            LocalDate day,
            BiConsumer<Long, Long> progress)
            throws SQLException, InterruptedException {
        MemberFacts facts = new MemberFacts(database);
        LocalDate asOf = day == null ? facts.lastDay() : day;
        long there = facts.count();
        if (asOf == null || there == 0) {
            throw Stop.wrongUse(Message.NO_MEMBER_FACTS);
        }
        long all = sample == 0 ? there : Math.min(sample, there);
        try (CompiledRules was = rules(active);
                CompiledRules is = rules(candidate)) {
            Moves moves =
                    decide(
                            was,
                            is,
                            (int) asOf.toEpochDay(),
                            taker -> {
                                if (sample == 0) {
                                    facts.all(taker);
                                } else {
                                    facts.sample(sample, taker);
                                }
                            },
                            done -> progress.accept(done, all));
            return new Preview(moves, asOf, limits(was, is));
        }
    }

    private static CompiledRules rules(Release release) {
        RuleCompiler.Result result = RuleCompiler.understand(release, Rulebook.SCHEMA);
        if (result.findings().isEmpty()) {
            return result.rules();
        }
        throw Stop.said(
                Exit.FINDINGS,
                Message.HAS_ERRORS.in(
                        Language.ZH, result.findings().size(), result.findings().get(0).text(true)),
                Message.HAS_ERRORS.in(
                        Language.EN,
                        result.findings().size(),
                        result.findings().get(0).text(false)));
    }

    /** Hands members over, slice by slice. */
    @FunctionalInterface
    private interface Source {
        void give(MemberFacts.Taker taker) throws SQLException, InterruptedException;
    }

    /** Told how many are done. */
    @FunctionalInterface
    private interface Done {
        void upTo(long members);
    }

    private static Moves decide(
            CompiledRules was, CompiledRules is, int day, Source source, Done progress)
            throws SQLException, InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        BlockingQueue<List<MemberFacts.Stored>> slices = new ArrayBlockingQueue<>(WAITING_SLICES);
        AtomicLong done = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<Moves>> parts = new ArrayList<>();
        try {
            for (int i = 0; i < threads; i++) {
                parts.add(pool.submit(() -> work(was, is, day, slices, done)));
            }
            source.give(
                    slice -> {
                        while (!slices.offer(slice, 1, TimeUnit.SECONDS)) {
                            failIfAnyFailed(parts);
                        }
                        progress.upTo(done.get());
                    });
            for (int i = 0; i < threads; i++) {
                while (!slices.offer(END, 1, TimeUnit.SECONDS)) {
                    failIfAnyFailed(parts);
                }
            }
            Moves all = new Moves(was, is);
            for (Future<Moves> part : parts) {
                all.addAll(result(part));
            }
            progress.upTo(done.get());
            return all;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Moves work(
            CompiledRules was,
            CompiledRules is,
            int day,
            BlockingQueue<List<MemberFacts.Stored>> slices,
            AtomicLong done)
            throws InterruptedException {
        Moves moves = new Moves(was, is);
        StoredFacts before = new StoredFacts(was.schema(), was.tables());
        StoredFacts after = new StoredFacts(is.schema(), is.tables());
        boolean alike = was.tables().campaigns().equals(is.tables().campaigns());
        for (var slice = slices.take(); slice != END; slice = slices.take()) {
            for (MemberFacts.Stored one : slice) {
                try {
                    var facts = before.read(one.json(), day);
                    moves.add(one.memberId(), facts, alike ? facts : after.read(one.json(), day));
                } catch (IOException | ArithmeticException e) {
                    throw Stop.wrongUse(Message.BAD_MEMBER_FACTS, one.memberId());
                }
            }
            done.addAndGet(slice.size());
        }
        return moves;
    }

    private static void failIfAnyFailed(List<Future<Moves>> parts) throws InterruptedException {
        for (Future<Moves> part : parts) {
            if (part.isDone()) {
                result(part);
            }
        }
    }

    private static Moves result(Future<Moves> part) throws InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** What would need a member's whole history, of which the table holds only what it came to. */
    private static Set<Message> limits(CompiledRules was, CompiledRules is) {
        Set<Message> limits = new LinkedHashSet<>();
        if (keeps(was) || keeps(is)) {
            limits.add(Message.LIMIT_KEPT);
        }
        if (!was.catalogue().scores().equals(is.catalogue().scores())) {
            limits.add(Message.LIMIT_SCORES);
        }
        if (!was.tables().equals(is.tables())) {
            limits.add(Message.LIMIT_TABLES);
        }
        Parameter a = was.catalogue().parameters().get("awayDays");
        Parameter b = is.catalogue().parameters().get("awayDays");
        if (!Objects.equals(a, b)) {
            limits.add(Message.LIMIT_AWAY);
        }
        return limits;
    }

    private static boolean keeps(CompiledRules rules) {
        return rules.rules().stream().mapToInt(Rule::keepDays).anyMatch(days -> days > 1);
    }
}
