package io.memberflow.job.release;

import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.DatabaseProblem;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Registry;
import io.memberflow.registry.TrustedKeys;
import io.memberflow.rulebook.RulebookProblem;
import java.sql.SQLException;
import java.util.List;

/**
 * Whether a live job that begins with empty state would get rules from the registry. A job that
 * comes back from a savepoint has its own and needs none of this.
 */
public final class RegistryCheck {

    private RegistryCheck() {}

    /**
     * Passes when the channel is there and its release may be used.
     *
     * @param trustedKeys as in {@link ReleaseSource.Settings}
     * @throws DatabaseProblem saying what is missing or wrong, and the cure
     */
    public static void check(
            DatabaseConfig database, String channel, List<Integer> windows, String trustedKeys) {
        Registry registry = new Registry(() -> Connections.open(database));
        try {
            Channel row =
                    registry.channel(channel)
                            .orElseThrow(
                                    () ->
                                            new DatabaseProblem(
                                                    "The registry has no channel \"%s\", so there are no rules to decide with.\n"
                                                                    .formatted(channel)
                                                            + "Publish a release to it with rule-editor publish, correct"
                                                            + " --channel, or give a folder with --rules."));
            TrustedKeys keys = trustedKeys == null ? TrustedKeys.NONE : TrustedKeys.of(trustedKeys);
            new ReleaseCheck(registry, channel, keys, windows).check(row);
        } catch (RulebookProblem e) {
            throw new DatabaseProblem(
                    "The release of channel \"%s\" cannot be used. %s"
                            .formatted(channel, e.getMessage()));
        } catch (SQLException e) {
            throw new DatabaseProblem(e.getMessage());
        }
    }
}
