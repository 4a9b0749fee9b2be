package io.memberflow.job.sink;

class OneTableSinksMariaDbITCase extends OneTableSinksContract {
    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariaDb();
    }
}
