package io.memberflow.job.sink;

class TablesMariaDbITCase extends TablesContract {
    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariaDb();
    }
}
