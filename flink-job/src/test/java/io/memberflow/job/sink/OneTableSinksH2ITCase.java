package io.memberflow.job.sink;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OneTableSinksH2ITCase extends OneTableSinksContract {
    @TempDir Path directory;

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2(directory);
    }
}
