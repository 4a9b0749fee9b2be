package io.memberflow.job.release;

import io.memberflow.job.support.Databases;

class RegistryPostgresITCase extends RegistryContract {
    @Override
    Databases.Kind kind() {
        return Databases.Kind.POSTGRESQL;
    }
}
