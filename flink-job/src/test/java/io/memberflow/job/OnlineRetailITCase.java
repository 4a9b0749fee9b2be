package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.memberflow.job.config.CutPointMode;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.support.MemberTable;
import io.memberflow.job.support.Runs;
import io.memberflow.testdata.ExpectedTable;
import io.memberflow.testdata.RealData;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class OnlineRetailITCase {
    @Test
    void quick() throws Exception {
        Path folder = RealData.onlineRetail().orElse(null);
        assumeTrue(folder != null, RealData.absence());
        LocalDate asOf = LocalDate.of(2011, 12, 9);
        for (CutPointMode mode : CutPointMode.values()) {
            DatabaseConfig db =
                    new DatabaseConfig(
                            "jdbc:h2:mem:q" + mode + ";DB_CLOSE_DELAY=-1", null, null, null);
            JobConfig config =
                    Runs.config(
                            folder.resolve("orders.jsonl.gz"),
                            asOf,
                            ZoneId.of("Europe/London"),
                            "GBP",
                            mode,
                            2);
            long t = System.nanoTime();
            Runs.run(config, db);
            System.out.println("ran " + (System.nanoTime() - t) / 1_000_000 + " ms");
            ExpectedTable expected =
                    ExpectedTable.read(folder.resolve("expected-2011-12-09.csv.gz"));
            MemberTable.Comparison comparison = MemberTable.read(db, asOf).compare(expected, mode);
            System.out.println(comparison.cells() + " cells");
            assertThat(comparison.differences()).isEmpty();
        }
    }
}
