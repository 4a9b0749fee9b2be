package io.memberflow.job.cli;

import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.Version;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.sink.EmbeddedDatabase;
import io.memberflow.job.sink.Tables;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code memberflow demo}: the main job on the shipped sample, ending with a picture. */
@Command(
        name = "demo",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs the job on the orders, members and behaviours of an invented shop of all trades,"
                    + " with an embedded database, and shows what came of it. Takes less than a"
                    + " minute and ends by itself.",
            ""
        },
        footer = {"", "Example: memberflow demo --keep my-demo"})
final class DemoCommand implements Callable<Integer> {

    private static final String SAMPLES = "src-test-data/samples";
    private static final List<String> STREAMS = List.of("orders", "members", "behaviours");
    private static final String AS_OF = "2025-06-30";

    /** Tags that show what the rules see in the shop. */
    private static final List<String> TELLING =
            List.of("地区", "促销敏感度", "购物性格", "常购品类", "food.偏好口味", "场景");

    private static final int BARS = 6;

    private final Shell shell;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keeps the database and the log there, to look further.")
    private Path keep;

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        Path samples = samples();
        Path folder = folder();
        run(samples, folder);
        if (keep == null) { // after a failure the log is still wanted
            delete(folder);
        }
        return 0;
    }

    private void run(Path samples, Path folder)
            throws IOException, InterruptedException, SQLException {
        System.setProperty(LogFile.PROPERTY, folder.resolve("memberflow.log").toString());
        String url = "jdbc:h2:file:" + folder.toAbsolutePath().normalize().resolve("memberflow");
        List<String> arguments = new ArrayList<>();
        STREAMS.forEach(stream -> arguments.add("--" + stream + "=" + file(samples, stream)));
        arguments.addAll(
                List.of("--as-of=" + AS_OF, "--cut-points=population", "--jdbc-url=" + url));
        JobConfig config =
                JobArguments.read(Map.of(), arguments.toArray(String[]::new))
                        .toConfig(shell.clock());
        shell.err().println("Reading " + samples + " as of " + AS_OF + " ...");
        ProgressPrinter progress = shell.progress(config.zone());
        RunSummary summary;
        try {
            summary = new BoundedRun(shell.parts()).execute(config, progress);
        } finally {
            progress.close();
        }
        summary.lines().forEach(shell.out()::println);
        try (EmbeddedDatabase kept = EmbeddedDatabase.keepOpen(config.database())) {
            show(config);
        }
        hints(url).forEach(shell.out()::println);
    }

    private void show(JobConfig config) throws SQLException {
        PrintStream out = shell.out();
        Tables tables = new Tables(config.database());
        SegmentPicture picture = new SegmentPicture(shell.terminal());
        picture.draw(tables.segmentSummary()).forEach(out::println);
        for (String tag : TELLING) {
            picture.draw(tables.tagSummary(tag, BARS)).forEach(out::println);
        }
        List<String> story = new MemberStory(config.database(), shell.terminal().columns()).tell();
        out.println();
        story.forEach(out::println);
    }

    private List<String> hints(String url) {
        if (keep == null) {
            return List.of(
                    "",
                    "To look further, keep the database: memberflow demo --keep my-demo",
                    "Your own orders: memberflow run --orders FILE; README.md lists the options"
                            + " and the tables.");
        }
        String home = shell.home().map(Path::toString).orElse(".");
        return List.of(
                "",
                "To look further, ask the tables (README.md, \"What comes out\"):",
                "  java -cp '%s/flink-job/target/memberflow/lib/*' org.h2.tools.Shell -user sa \\"
                        .formatted(home),
                "    -url '%s;NON_KEYWORDS=VALUE,KEY,MONTH'".formatted(url),
                "  select * from segment_summary order by model, position;",
                "  select model, value, since, next_value, next_on, reason from member_segment",
                "    where next_on between date '2025-07-01' and date '2025-07-07';",
                "  select * from tag_summary order by key, members desc;",
                "  select code, origin, message from rejected_event;");
    }

    private Path samples() {
        Path samples = shell.home().orElse(Path.of("")).resolve(SAMPLES);
        for (String stream : STREAMS) {
            if (!Files.isReadable(file(samples, stream))) {
                throw new WrongUse(
                        "the sample %s is missing: start bin/memberflow of a whole checkout."
                                .formatted(file(samples, stream)));
            }
        }
        return samples;
    }

    private static Path file(Path samples, String stream) {
        return samples.resolve(stream + ".jsonl.gz");
    }

    private Path folder() throws IOException {
        if (keep == null) {
            return Files.createTempDirectory("memberflow-demo");
        }
        try {
            return Files.createDirectories(keep);
        } catch (IOException e) {
            throw new WrongUse(
                    "--keep %s cannot be made: give a folder you may write to.".formatted(keep), e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> found = Files.walk(folder)) {
            deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
