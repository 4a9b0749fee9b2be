package io.memberflow.job.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.MemberPipeline;
import io.memberflow.job.bench.Await;
import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.CutPointsSink;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberSink;
import io.memberflow.job.sink.ProgressSink;
import io.memberflow.job.sink.RejectedSink;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.StateDump;
import io.memberflow.job.support.StateTables;
import io.memberflow.order.RejectCode;
import io.memberflow.testdata.DetailsOracle.TagTruth;
import io.memberflow.testdata.StreamSettings;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the tables of a shop are in the end, against what they are to be. */
final class FinalTables {
    /** Longer than any event is old: what is too old is outside the promise. */
    static final int RETENTION_DAYS = 5_000;

    private static final List<String> STREAMS = List.of("orders", "members", "behaviours");

    /** Values and tags of which ENTER less LEAVE is not what stands. */
    private static final String JOURNAL_LEFT =
            """
            select coalesce(j.member_id, s.member_id), coalesce(j.name, s.name),
                   coalesce(j.value, s.value), j.n
              from (select member_id, kind, name, value,
                           sum(case change when 'ENTER' then 1 else -1 end) n
                      from member_change group by 1, 2, 3, 4 having
                           sum(case change when 'ENTER' then 1 else -1 end) <> 0) j
              full join (select member_id, kind, model as name, value from member_segment
                         union
                         select member_id, 'TAG', tag_key, tag_value from member_tag where active) s
                on j.member_id = s.member_id and j.kind = s.kind and j.name = s.name
               and j.value = s.value
             where coalesce(j.n, 0) <> 1 or s.member_id is null
            """;

    private final DatabaseConfig database;
    private final ChaosShop shop;

    FinalTables(DatabaseConfig database, ChaosShop shop) {
        this.database = database;
        this.shop = shop;
    }

    /** Waits until the job has read all events and has written on the last day. */
    void awaitAllRead(String job, Duration limit) {
        Map<String, Long> sent =
                STREAMS.stream().collect(Collectors.toMap(stream -> stream, shop::count));
        Await.until(
                "That all of " + sent + " is read",
                limit,
                () ->
                        new Tables(database)
                                .progress(job).stream()
                                        .collect(Collectors.toMap(Tally::stream, Tally::read)),
                sent::equals);
        Await.until(
                "That the last day is reached",
                limit,
                () ->
                        rows("select max(as_of) from member_profile")
                                .equals(List.of(shop.settings().asOf().toString())));
    }

    /** Waits until every member is decided by a release. */
    void awaitRelease(int version, Duration limit) {
        List<String> wanted = List.of(version + "|" + shop.truth().answer().members().size());
        Await.until(
                "That every row names release " + version,
                limit,
                () -> rows("select rules_version, count(*) from member_profile group by 1"),
                wanted::equals);
    }

    /**
     * Everything.
     *
     * @param refused by stream and origin, what was to be refused and why
     * @param folder an empty one
     */
    void check(String job, int release, Map<String, RejectCode> refused, Path folder)
            throws Exception {
        LocalDate asOf = shop.settings().asOf();
        assertThat(StateTables.differences(expected(release), StateTables.read(database)))
                .as("rows that are not what the oracle says")
                .isEmpty();
        assertThat(
                        rows(
                                "select member_id, tag_key, tag_value, source, since, until from member_tag where active"))
                .as("tags")
                .containsExactlyInAnyOrderElementsOf(tags());
        assertThat(rows(JOURNAL_LEFT)).as("ENTER less LEAVE is what stands").isEmpty();
        checkRejected(job, refused);
        SortedMap<String, String> live = StateDump.of(database);
        SortedMap<String, String> bounded = bounded(release, folder);
        assertThat(live.keySet()).isEqualTo(bounded.keySet());
        for (Map.Entry<String, String> member : bounded.entrySet()) {
            assertThat(live.get(member.getKey()))
                    .as("%s as of %s, live and bounded", member.getKey(), asOf)
                    .isEqualTo(member.getValue());
        }
    }

    private Map<String, Map<String, String>> expected(int release) {
        Map<String, Map<String, String>> expected =
                StateTables.expected(shop.answer(release), shop.settings().asOf());
        expected.forEach(
                (member, row) -> {
                    row.put("rules_version", "" + release);
                    TreeMap<String, List<String>> standing = new TreeMap<>();
                    for (TagTruth tag : shop.truth().tags().get(member)) {
                        if (tag.stands()) {
                            standing.computeIfAbsent(tag.key(), key -> new ArrayList<>())
                                    .add(tag.value());
                        }
                    }
                    row.put("tags", StateTables.tags(standing));
                });
        return expected;
    }

    private List<String> tags() {
        List<String> tags = new ArrayList<>();
        shop.truth()
                .tags()
                .forEach(
                        (member, ofMember) -> {
                            for (TagTruth tag : ofMember) {
                                tags.add(
                                        String.join(
                                                "|",
                                                member,
                                                tag.key(),
                                                tag.value(),
                                                tag.source(),
                                                LocalDate.ofEpochDay(tag.since()).toString(),
                                                tag.until() == null
                                                        ? "null"
                                                        : LocalDate.ofEpochDay(tag.until())
                                                                .toString()));
                            }
                        });
        return tags;
    }

    /**
     * Which events of somebody who is forgotten are refused depends on what came first; those are
     * only counted.
     */
    private void checkRejected(String job, Map<String, RejectCode> refused) throws Exception {
        for (Tally tally : new Tables(database).progress(job)) {
            assertThat(tally.applied() + tally.repeats() + tally.rejected())
                    .as(tally.stream())
                    .isEqualTo(tally.read())
                    .isEqualTo(shop.count(tally.stream()));
        }
        assertThat(
                        rows(
                                "select stream || ' ' || origin, code from rejected_event"
                                        + " where code <> 'FORGOTTEN'"))
                .as("refused events")
                .containsExactlyInAnyOrderElementsOf(
                        refused.entrySet().stream()
                                .map(one -> one.getKey() + "|" + one.getValue())
                                .toList());
        assertThat(
                        rows(
                                "select member_id, raw from rejected_event where code = 'FORGOTTEN'"
                                        + " and (member_id is not null or raw <> '')"))
                .as("what is kept of forgotten events")
                .isEmpty();
    }

    /** The State that a bounded run over the same events leaves, by member. */
    private SortedMap<String, String> bounded(int release, Path folder) throws Exception {
        StreamSettings settings = shop.settings();
        for (String stream : STREAMS) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            Stream.concat(shop.events().stream(), shop.last().stream())
                    .filter(event -> event.stream().equals(stream) && event.code() == null)
                    .forEach(
                            event -> {
                                lines.writeBytes(event.bytes());
                                lines.write('\n');
                            });
            Files.write(folder.resolve(stream + ".jsonl"), lines.toByteArray());
        }
        JobConfig config =
                JobArguments.parse(
                        "--orders=" + folder.resolve("orders.jsonl"),
                        "--members=" + folder.resolve("members.jsonl"),
                        "--behaviours=" + folder.resolve("behaviours.jsonl"),
                        "--as-of=" + settings.asOf(),
                        "--zone=" + settings.zone(),
                        "--retention-days=" + RETENTION_DAYS,
                        "--parallelism=2");
        try (Databases databases = new Databases()) {
            DatabaseConfig tables = databases.fresh(Databases.Kind.H2);
            new Tables(tables).migrate();
            Configuration flink = new Configuration();
            flink.set(PipelineOptions.GENERIC_TYPES, false);
            flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.createLocalEnvironment(config.parallelism(), flink);
            MemberPipeline.build(
                    env,
                    config,
                    TablesBefore.EMPTY,
                    MemberJob.inputs(config, ChaosRules.release(release)),
                    new MemberPipeline.Outputs(
                            new MemberSink(tables),
                            RejectedSink.to(tables),
                            CutPointsSink.to(tables),
                            ProgressSink.to(tables)));
            env.execute("bounded");
            return StateDump.of(tables);
        }
    }

    /** The rows of an answer, their cells as text. */
    private List<String> rows(String sql) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(rows.getString(i));
                }
                all.add(cells.stream().map(String::valueOf).collect(Collectors.joining("|")));
            }
        }
        return all;
    }
}
