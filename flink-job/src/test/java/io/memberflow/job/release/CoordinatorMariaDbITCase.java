package io.memberflow.job.release;

import io.memberflow.job.support.Databases;

class CoordinatorMariaDbITCase extends CoordinatorContract {
    @Override
    Databases.Kind kind() {
        return Databases.Kind.MARIADB;
    }
}
