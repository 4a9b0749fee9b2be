package io.memberflow.job.release;

/**
 * What the deciders were told: the state of the source. Both are commands to prepare, with all
 * texts, so that a job comes back with its rules when the database is away.
 *
 * @param active what they were told to use, null for nothing yet
 * @param pending what they were told to prepare after that, null for nothing
 */
record ReleaseState(ReleaseCommand active, ReleaseCommand pending) {
    static final ReleaseState NOTHING = new ReleaseState(null, null);

    /** The state once a command was given. What is told again changes nothing. */
    ReleaseState after(ReleaseCommand command) {
        if (active != null && command.seq() <= active.seq()) {
            return this;
        }
        if (command.kind() == ReleaseCommand.Kind.PREPARE) {
            return new ReleaseState(active, command);
        }
        return pending != null && pending.seq() == command.seq()
                ? new ReleaseState(pending, null)
                : this;
    }
}
