package io.memberflow.job.release;

import io.memberflow.job.support.Databases;

class CoordinatorPostgresITCase extends CoordinatorContract {
    @Override
    Databases.Kind kind() {
        return Databases.Kind.POSTGRESQL;
    }
}
