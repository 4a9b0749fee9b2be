package io.memberflow.job.release;

import io.memberflow.job.support.Databases;

class RegistryMariaDbITCase extends RegistryContract {
    @Override
    Databases.Kind kind() {
        return Databases.Kind.MARIADB;
    }
}
