package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberSinkH2ITCase extends MemberSinkContract {
    @TempDir Path directory;

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2(directory);
    }

    /** Flink interrupts the tasks of a job that has failed, in the middle of their writes too. */
    @Test
    void anInterruptLosesNothing() throws Exception {
        int last = 60;
        MemberWriter writer = Writers.open(db.config, 10_000);
        for (int version = 1; version <= last; version++) {
            for (int m = 0; m < 40; m++) {
                writer.write(
                        Samples.rows("m" + m, version, Samples.segments(13, "v" + version)), null);
            }
            Thread.currentThread().interrupt();
            try {
                writer.flush(false);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
        writer.close();

        assertThat(db.one("select count(*), min(row_version) from member_profile"))
                .isEqualTo("40|" + last);
        assertThat(db.rows("select distinct value, row_version from member_segment"))
                .containsExactly("v" + last + "|" + last);
    }
}
