package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.memberflow.job.config.CutPointMode;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.MemberTable;
import io.memberflow.job.support.Runs;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.testdata.ExpectedTable;
import io.memberflow.testdata.OrderRules;
import io.memberflow.testdata.RealData;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The job against real orders and answers that other tools computed: not one cell may differ. A
 * covering set of combinations by default, all of them with {@code -Pfull}.
 */
class OnlineRetailITCase {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final long SHUFFLE_SEED = 20111209;

    @TempDir static Path shuffled;
    private static Databases databases;
    private static long cells;
    private static int runs;

    /** One way to run the job. */
    record Combination(
            boolean lines,
            String asOf,
            CutPointMode mode,
            int parallelism,
            boolean shuffle,
            Databases.Kind database) {}

    @BeforeAll
    static void start() {
        databases = new Databases();
    }

    @AfterAll
    static void report() throws Exception {
        databases.close();
        System.out.printf("Online Retail: %,d cells compared in %d runs%n", cells, runs);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyCellIsAsOtherToolsComputedIt(Combination combination) throws Exception {
        Path folder = RealData.onlineRetail().orElse(null);
        assumeTrue(folder != null, RealData.absence());
        Path orders = folder.resolve(combination.lines ? "order-lines.csv.gz" : "orders.jsonl.gz");
        LocalDate asOf = LocalDate.parse(combination.asOf);
        JobConfig config =
                Runs.config(
                        combination.shuffle ? shuffled(orders) : orders,
                        asOf,
                        LONDON,
                        "GBP",
                        combination.mode,
                        combination.parallelism);
        DatabaseConfig database = databases.fresh(combination.database);

        // The figures are the same by any rules; one run shows that by all of them.
        Runs.run(config, database, runs == 0 ? RulebookFiles.shipped() : OrderRules.release());

        String answers = combination.lines ? "expected-lines-%s.csv.gz" : "expected-%s.csv.gz";
        ExpectedTable expected =
                ExpectedTable.read(folder.resolve(answers.formatted(combination.asOf)));
        MemberTable.Comparison comparison =
                MemberTable.read(database, asOf).compare(expected, combination.mode);
        cells += comparison.cells();
        runs++;
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.cells()).isGreaterThan(70_000);
    }

    static Stream<Combination> combinations() {
        return Boolean.getBoolean("memberflow.full") ? all() : covering();
    }

    /** Every date, mode, parallelism, order of events and database. */
    private static Stream<Combination> covering() {
        CutPointMode fixed = CutPointMode.FIXED;
        CutPointMode population = CutPointMode.POPULATION;
        Databases.Kind h2 = Databases.Kind.H2;
        Databases.Kind postgres = Databases.Kind.POSTGRESQL;
        Databases.Kind mariaDb = Databases.Kind.MARIADB;
        return Stream.of(
                new Combination(false, "2011-12-09", fixed, 2, false, postgres),
                new Combination(false, "2011-03-31", population, 4, true, h2),
                new Combination(false, "2011-06-30", fixed, 1, true, postgres),
                new Combination(false, "2011-09-30", population, 2, false, mariaDb),
                new Combination(true, "2011-12-09", population, 2, false, postgres));
    }

    private static Stream<Combination> all() {
        List<Combination> all = new ArrayList<>();
        for (Databases.Kind database : Databases.Kind.values()) {
            for (CutPointMode mode : CutPointMode.values()) {
                for (int parallelism : new int[] {1, 2, 4}) {
                    for (boolean shuffle : new boolean[] {false, true}) {
                        for (String asOf :
                                List.of("2011-03-31", "2011-06-30", "2011-09-30", "2011-12-09")) {
                            all.add(
                                    new Combination(
                                            false, asOf, mode, parallelism, shuffle, database));
                        }
                        all.add(
                                new Combination(
                                        true, "2011-12-09", mode, parallelism, shuffle, database));
                    }
                }
            }
        }
        return all.stream();
    }

    /** The same lines in an order of their own; a CSV header stays first. */
    private static Path shuffled(Path file) throws Exception {
        String name = file.getFileName().toString().replace(".gz", "");
        Path target = shuffled.resolve(name);
        if (Files.notExists(target)) {
            List<String> lines;
            try (BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    new GZIPInputStream(Files.newInputStream(file)),
                                    StandardCharsets.UTF_8))) {
                lines = new ArrayList<>(reader.lines().toList());
            }
            int header = name.endsWith(".csv") ? 1 : 0;
            Collections.shuffle(lines.subList(header, lines.size()), new Random(SHUFFLE_SEED));
            Files.write(target, lines);
        }
        return target;
    }
}
