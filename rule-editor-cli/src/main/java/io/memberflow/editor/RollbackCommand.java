package io.memberflow.editor;

import io.memberflow.registry.Channel;
import io.memberflow.registry.Registry;
import java.sql.SQLException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code rule-editor rollback}: the release before decides again; while a candidate is tried, only
 * that one goes.
 */
@Command(name = "rollback")
final class RollbackCommand extends ChangeCommand {

    @Option(names = "--to", paramLabel = "VERSION", descriptionKey = "rollback.to")
    private Integer to;

    @Override
    int run(Registry registry) throws SQLException, InterruptedException {
        checkWait();
        return report(registry, changed(registry, channel(registry)), Json.object());
    }

    private Channel changed(Registry registry, Channel seen) throws SQLException {
        if (to == null && seen.candidateVersion() != null) {
            return registry.withdraw(seen, stamp().stamp());
        }
        Optional<Integer> before = to == null ? registry.versionBefore(seen) : Optional.of(to);
        if (before.isEmpty()) {
            throw Stop.wrongUse(Message.NOTHING_BEFORE, seen.name(), seen.activeVersion());
        }
        return registry.rollback(seen, before.get(), stamp().stamp());
    }
}
