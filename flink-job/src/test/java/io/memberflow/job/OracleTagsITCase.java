package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.CutPointsSink;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberSink;
import io.memberflow.job.sink.ProgressSink;
import io.memberflow.job.sink.RejectedSink;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.support.Databases;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.testdata.DetailsOracle;
import io.memberflow.testdata.HostileShops;
import io.memberflow.testdata.OracleShop;
import io.memberflow.testdata.Seeds;
import io.memberflow.testdata.ShopEvent;
import io.memberflow.testdata.StreamSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three streams through the whole job, into the tables, against the oracle. */
class OracleTagsITCase {
    private static final String CATALOGUE =
            """
            language: 1
            scores:
              recency:   [ { below: 30, score: 5 }, { score: 1 } ]
              frequency: [ { upTo: 1, score: 1 }, { score: 5 } ]
              monetary:  [ { upTo: 100, score: 1 }, { score: 5 } ]
              high: { recencyBelow: 90, frequencyFrom: 2, monetaryFrom: 300 }
            models:
              - { id: one, kind: segment, values: [ { value: a } ] }
            tags:
              - { key: 等级, single: true, values: [高, 中, 低] }
              - { key: 口味, values: [甜, 咸] }
              - { key: 品牌, open: true }
            """;

    private static final String RULES =
            """
            package rulebook.test

            rule "ever" when Member( life.orders >= 1 ) then decision.tag("等级", "高"); end
            rule "one" when Member( life.orders >= 1 ) then decision.segment("one", "a"); end
            """;

    @TempDir private Path folder;

    @Test
    void theTableHoldsTheTagsThatTheOracleNames() throws Exception {
        int[] parallelisms = {1, 2, 4};
        Seeds.tryAll(
                Seeds.from(1, 1),
                seed -> {
                    StreamSettings settings = StreamSettings.shanghai(seed, 12, 80);
                    List<HostileShops.Line> lines = HostileShops.lines(settings);
                    List<String> expected = expected(lines, settings);
                    assertThat(expected).isNotEmpty();
                    for (int parallelism : parallelisms) {
                        DatabaseConfig database = new Databases().fresh(Databases.Kind.H2);
                        run(config(settings, lines, parallelism), database);
                        assertThat(tags(database))
                                .as("parallelism %s", parallelism)
                                .containsExactlyInAnyOrderElementsOf(expected);
                    }
                });
    }

    private static List<String> expected(List<HostileShops.Line> lines, StreamSettings settings) {
        OracleShop shop = HostileShops.shop(settings);
        int day = (int) settings.asOf().toEpochDay();
        Map<String, List<ShopEvent>> byMember =
                lines.stream()
                        .map(HostileShops.Line::event)
                        .collect(Collectors.groupingBy(ShopEvent::memberId));
        List<String> expected = new ArrayList<>();
        byMember.forEach(
                (member, events) -> {
                    DetailsOracle oracle = new DetailsOracle(member, events, shop, List.of());
                    DetailsOracle.RuleTags rules =
                            d ->
                                    oracle.orders(d, Integer.MAX_VALUE) >= 1
                                            ? new TreeSet<>(List.of("等级=高"))
                                            : new TreeSet<>();
                    if (oracle.firstSeenOn() <= day) {
                        for (DetailsOracle.TagTruth tag : oracle.tagsOn(day, rules)) {
                            expected.add(
                                    String.join(
                                            "|",
                                            member,
                                            tag.key(),
                                            tag.value(),
                                            tag.source(),
                                            date(tag.since()),
                                            tag.until() == null ? "null" : date(tag.until())));
                        }
                    }
                });
        return expected;
    }

    private static String date(int day) {
        return LocalDate.ofEpochDay(day).toString();
    }

    private static List<String> tags(DatabaseConfig database) throws Exception {
        List<String> tags = new ArrayList<>();
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select member_id, tag_key, tag_value, source, since, until"
                                        + " from member_tag where active")) {
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= 6; i++) {
                    cells.add(rows.getString(i));
                }
                tags.add(String.join("|", cells));
            }
        }
        return tags;
    }

    private JobConfig config(
            StreamSettings settings, List<HostileShops.Line> lines, int parallelism)
            throws Exception {
        Path target = folder.resolve(settings.seed() + "-" + parallelism);
        for (String stream : List.of("orders", "members", "behaviours")) {
            List<String> texts = new ArrayList<>();
            for (HostileShops.Line line : lines) {
                if (line.stream().equals(stream)) {
                    texts.add(line.json());
                }
            }
            Collections.shuffle(texts, new Random(settings.seed() + parallelism));
            Path files = Files.createDirectories(target.resolve(stream));
            int half = texts.size() / 2;
            Files.write(files.resolve("a.jsonl"), texts.subList(0, half));
            Files.write(files.resolve("b.jsonl"), texts.subList(half, texts.size()));
        }
        return JobArguments.parse(
                "--orders=" + target.resolve("orders"),
                "--members=" + target.resolve("members"),
                "--behaviours=" + target.resolve("behaviours"),
                "--as-of=" + settings.asOf(),
                "--zone=" + settings.zone(),
                "--parallelism=" + parallelism);
    }

    private static void run(JobConfig config, DatabaseConfig database) throws Exception {
        new Tables(database).migrate();
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(config.parallelism(), flink);
        Release release =
                Release.of(1, Map.of(RulebookFiles.CATALOGUE, CATALOGUE, "test.drl", RULES));
        MemberPipeline.build(
                env,
                config,
                TablesBefore.EMPTY,
                MemberJob.inputs(config, release),
                new MemberPipeline.Outputs(
                        new MemberSink(database),
                        RejectedSink.to(database),
                        CutPointsSink.to(database),
                        ProgressSink.to(database)));
        env.execute("test");
    }
}
