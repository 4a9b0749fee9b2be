package io.memberflow.job.sink;

class MemberSinkPostgresITCase extends MemberSinkContract {
    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
