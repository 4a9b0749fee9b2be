package io.memberflow.editor;

import io.memberflow.registry.Registry;
import java.sql.SQLException;
import picocli.CommandLine.Command;

/** {@code rule-editor promote}: the candidate becomes the release that decides everybody. */
@Command(name = "promote")
final class PromoteCommand extends ChangeCommand {

    @Override
    int run(Registry registry) throws SQLException, InterruptedException {
        checkWait();
        return report(
                registry, registry.promote(channel(registry), stamp().stamp()), Json.object());
    }
}
