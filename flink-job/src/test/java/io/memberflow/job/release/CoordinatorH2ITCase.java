package io.memberflow.job.release;

import io.memberflow.job.support.Databases;

class CoordinatorH2ITCase extends CoordinatorContract {
    @Override
    Databases.Kind kind() {
        return Databases.Kind.H2;
    }
}
