package io.memberflow.job.release;

import io.memberflow.job.support.Databases;

class RegistryH2ITCase extends RegistryContract {
    @Override
    Databases.Kind kind() {
        return Databases.Kind.H2;
    }
}
