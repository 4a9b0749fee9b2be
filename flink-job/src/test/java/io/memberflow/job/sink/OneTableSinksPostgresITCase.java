package io.memberflow.job.sink;

class OneTableSinksPostgresITCase extends OneTableSinksContract {
    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
