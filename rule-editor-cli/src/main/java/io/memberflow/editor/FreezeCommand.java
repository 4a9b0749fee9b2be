package io.memberflow.editor;

import io.memberflow.registry.Registry;
import java.sql.SQLException;
import picocli.CommandLine.Command;

/** {@code rule-editor freeze}: nothing of a channel changes any more. */
@Command(name = "freeze")
final class FreezeCommand extends ChangeCommand {

    @Override
    int run(Registry registry) throws SQLException, InterruptedException {
        checkWait();
        return report(registry, registry.freeze(channel(registry), stamp().stamp()), Json.object());
    }
}
