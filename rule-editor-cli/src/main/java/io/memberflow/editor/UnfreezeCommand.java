package io.memberflow.editor;

import io.memberflow.registry.Registry;
import java.sql.SQLException;
import picocli.CommandLine.Command;

/** {@code rule-editor unfreeze}: a channel can be changed again. */
@Command(name = "unfreeze")
final class UnfreezeCommand extends ChangeCommand {

    @Override
    int run(Registry registry) throws SQLException, InterruptedException {
        checkWait();
        return report(
                registry, registry.unfreeze(channel(registry), stamp().stamp()), Json.object());
    }
}
