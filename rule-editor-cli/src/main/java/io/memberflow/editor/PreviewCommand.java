package io.memberflow.editor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Registry;
import io.memberflow.rulebook.Release;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rule-editor preview}: what a candidate would make of the members there are. */
@Command(name = "preview")
final class PreviewCommand extends RegistryCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "TO", descriptionKey = "preview.to")
    private String to;

    @Option(names = "--from", paramLabel = "FROM", descriptionKey = "preview.from")
    private String from = ReleaseFinder.ACTIVE;

    @Option(names = "--as-of", paramLabel = "DATE", descriptionKey = "preview.asOf")
    private String asOf;

    @Option(names = "--personal", descriptionKey = "preview.personal")
    private boolean personal;

    @Option(names = "--save", paramLabel = "PLAN", descriptionKey = "preview.save")
    private Path save;

    @Mixin private final PreviewOptions options = new PreviewOptions();

    @Override
    int run(Registry registry) throws SQLException, InterruptedException {
        options.isGate();
        if (save != null && !from.equals(ReleaseFinder.ACTIVE)) {
            throw Stop.wrongUse(Message.PLAN_FROM_ACTIVE);
        }
        ReleaseFinder releases = new ReleaseFinder(registry, channelName());
        Release candidate = to == null ? rulebook().release() : releases.find(to);
        Release before = releases.find(from);
        Progress progress = new Progress(console(), spec().commandLine().getErr(), language());
        Preview preview =
                Preview.of(database(), before, candidate, options.sample(), day(), progress);
        progress.end();
        Map<String, String> names = personal ? names(preview) : Map.of();
        PreviewReport report =
                new PreviewReport(preview, language(), id -> names.getOrDefault(id, id));
        if (isJson()) {
            ObjectNode json = Json.object();
            json.put("from", before.sha256());
            json.put("to", candidate.sha256());
            report.put(json);
            print(Json.text(json));
        } else {
            report.lines().forEach(this::print);
        }
        out().flush();
        BigDecimal percent = PreviewReport.percent(preview.moves());
        options.check(percent);
        if (save != null) {
            Channel channel = releases.channel();
            if (channel.activeVersion() != before.version()) {
                throw Stop.refused(
                        Message.PLAN_OUTDATED, before.version(), channel.activeVersion());
            }
            new Plan(channelName(), before.version(), candidate.sha256(), percent).write(save);
            note(Message.PLAN_WRITTEN, save);
        }
        return Exit.FINE;
    }

    private LocalDate day() {
        try {
            return asOf == null ? null : LocalDate.parse(asOf);
        } catch (DateTimeException e) {
            throw Stop.wrongUse(Message.NO_DATE, asOf);
        }
    }

    /** The examples with the names of these people. */
    private Map<String, String> names(Preview preview) throws SQLException {
        TreeSet<String> ids = new TreeSet<>();
        preview.moves().tallies().values().forEach(tally -> ids.addAll(tally.examples()));
        Map<String, String> names = new HashMap<>();
        for (MemberFacts.Stored one : new MemberFacts(database()).of(List.copyOf(ids))) {
            try {
                JsonNode name = new ObjectMapper().readTree(one.json()).path("name");
                names.put(
                        one.memberId(),
                        name.isTextual()
                                ? one.memberId() + "(" + name.asText() + ")"
                                : one.memberId());
            } catch (IOException e) {
                throw Stop.wrongUse(Message.BAD_MEMBER_FACTS, one.memberId());
            }
        }
        return names;
    }
}
