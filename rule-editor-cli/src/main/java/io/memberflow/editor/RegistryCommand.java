package io.memberflow.editor;

import io.memberflow.registry.Channel;
import io.memberflow.registry.Registry;
import io.memberflow.registry.RegistryRefusal;
import io.memberflow.rulebook.RulebookProblem;
import java.sql.Connection;
import java.sql.SQLException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command on the registry of releases. What the registry refuses becomes an exit code. */
abstract class RegistryCommand extends EditorCommand {

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--channel", paramLabel = "NAME", descriptionKey = "registry.channel")
    private String channel;

    private Database opened;

    @Override
    final int run() throws Exception {
        opened = database.database();
        // An embedded database closes with its last connection; this one keeps it open.
        try (Connection kept = opened.open()) {
            return run(new Registry(opened));
        } catch (RegistryRefusal e) {
            boolean refused =
                    e.kind() == RegistryRefusal.Kind.LOST_RACE
                            || e.kind() == RegistryRefusal.Kind.FROZEN;
            throw Stop.said(refused ? Exit.REFUSED : Exit.WRONG, e.zh(), e.en());
        } catch (RulebookProblem e) {
            throw Stop.said(Exit.WRONG, e.zh(), e.en());
        } catch (SQLException e) {
            throw opened.failed(e);
        }
    }

    abstract int run(Registry registry) throws Exception;

    final Database database() {
        return opened;
    }

    final boolean isChannelGiven() {
        return channel != null;
    }

    final String channelName() {
        return channel == null ? Channel.DEFAULT : channel;
    }

    /** The channel, which must be there. */
    final Channel channel(Registry registry) throws SQLException {
        return registry.channel(channelName())
                .orElseThrow(() -> Stop.wrongUse(Message.NO_CHANNEL, channelName()));
    }
}
