package io.memberflow.job.sink;

class MemberSinkMariaDbITCase extends MemberSinkContract {
    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariaDb();
    }
}
