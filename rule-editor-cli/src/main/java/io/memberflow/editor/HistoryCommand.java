package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.registry.Change;
import io.memberflow.registry.Registry;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookProblem;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rule-editor history}: who changed a channel, when, why, and in which numbers. */
@Command(name = "history")
final class HistoryCommand extends RegistryCommand {

    @Option(names = "--most", paramLabel = "NUMBER", descriptionKey = "history.most")
    private int most = 20;

    @Option(names = "--brief", descriptionKey = "history.brief")
    private boolean brief;

    private final Map<Integer, Optional<Release>> opened = new HashMap<>();

    @Override
    int run(Registry registry) throws SQLException {
        if (most < 1) {
            throw Stop.wrongUse(Message.NO_COUNT, most);
        }
        channel(registry);
        ReleaseFinder releases = new ReleaseFinder(registry, channelName());
        ObjectNode json = Json.object();
        json.put("channel", channelName());
        ArrayNode all = json.putArray("changes");
        for (Change change : registry.history(channelName(), most)) {
            List<Difference> differences = brief ? List.of() : differences(releases, change);
            if (isJson()) {
                put(change, differences, all.addObject());
            } else {
                lines(change, differences);
                out().flush();
            }
        }
        if (isJson()) {
            print(Json.text(json));
        }
        return Exit.FINE;
    }

    private List<Difference> differences(ReleaseFinder releases, Change change)
            throws SQLException {
        Integer from = change.fromVersion();
        Integer to = change.toVersion();
        if (from == null || to == null || from.equals(to)) {
            return List.of();
        }
        Optional<Release> before = open(releases, from);
        Optional<Release> after = open(releases, to);
        return before.isPresent() && after.isPresent()
                ? ReleaseDiff.of(before.get(), after.get(), language())
                : List.of();
    }

    /** Empty where somebody removed or damaged the release; the change stays worth telling. */
    private Optional<Release> open(ReleaseFinder releases, int version) throws SQLException {
        if (!opened.containsKey(version)) {
            try {
                opened.put(version, releases.findVersion(version));
            } catch (RulebookProblem e) {
                spec().commandLine().getErr().println(choose(e.zh(), e.en()));
                opened.put(version, Optional.empty());
            }
        }
        return opened.get(version);
    }

    private void lines(Change change, List<Difference> differences) {
        print(
                "%d  %s  %s  %s  %s → %s%s"
                        .formatted(
                                change.seq(),
                                change.at(),
                                change.who(),
                                change.action(),
                                change.fromVersion() == null ? "-" : change.fromVersion(),
                                change.toVersion() == null ? "-" : change.toVersion(),
                                change.changePercent() == null
                                        ? ""
                                        : "  " + change.changePercent() + " %"));
        if (!change.why().isEmpty()) {
            print("    " + change.why());
        }
        for (Difference difference : differences) {
            Differences.lines(difference, language()).forEach(line -> print("    " + line));
        }
    }

    private static void put(Change change, List<Difference> differences, ObjectNode json) {
        json.put("seq", change.seq());
        json.put("at", change.at().toString());
        json.put("by", change.who());
        json.put("action", change.action());
        json.put("from", change.fromVersion());
        json.put("to", change.toVersion());
        json.put("why", change.why());
        json.put("changePercent", change.changePercent());
        Differences.put(differences, json);
    }
}
