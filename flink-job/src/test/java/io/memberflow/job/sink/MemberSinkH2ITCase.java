package io.memberflow.job.sink;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MemberSinkH2ITCase extends MemberSinkContract {
    @TempDir Path directory;

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2(directory);
    }
}
