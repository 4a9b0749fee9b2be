package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.CutPointsSink;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.ProgressSink;
import io.memberflow.job.sink.RejectedSink;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.RowsInMemory;
import io.memberflow.rulebook.RulebookFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders, members and behaviours through the whole pipeline, with members who are forgotten. */
class ThreeStreamsITCase {
    private static final List<String> ORDERS =
            List.of(
                    order("stays", "T1", "2025-06-01"),
                    order("gone", "T2", "2025-06-01"),
                    order("anew", "T3", "2025-05-01"),
                    order("anew", "T4", "2025-06-20"),
                    "{\"order_id\":\"T5\"}");
    private static final List<String> MEMBERS =
            List.of(
                    member("stays", "2025-01-01", ",\"gender\":\"女\""),
                    member("gone", "2025-01-01", ",\"gender\":\"女\""),
                    member("gone", "2025-06-10", ",\"forget\":true"),
                    member("anew", "2025-06-10", ",\"forget\":true"),
                    member("unknown", "2025-06-10", ",\"forget\":true"),
                    member("profile", "2025-06-10", ""),
                    member("profile", "2025-06-10", ""),
                    member("profile", "2025-07-10", ""));
    private static final List<String> BEHAVIOURS =
            List.of(
                    behaviour("stays", "e1", "2025-06-05"),
                    behaviour("stays", "e1", "2025-06-05"),
                    behaviour("gone", "e2", "2025-06-05"),
                    behaviour("browses", "e3", "2025-06-05"),
                    behaviour("", "e4", "2025-06-05"));

    @TempDir private Path folder;

    @Test
    void everyStreamCountsAndTheForgottenAreGone() throws Exception {
        Map<String, List<Object>> first = null;
        for (int seed = 0; seed < 2; seed++) {
            DatabaseConfig database = new Databases().fresh(Databases.Kind.H2);
            RowsInMemory sink = new RowsInMemory();
            String jobId = run(config(seed), database, sink);

            Map<String, MemberRows> rows =
                    sink.rows().stream()
                            .collect(Collectors.toMap(MemberRows::memberId, Function.identity()));
            assertThat(sink.rows()).hasSize(6);
            assertThat(rows.get("gone").profile()).isNull();
            assertThat(rows.get("unknown").profile()).isNull();
            assertThat(rows.get("anew").profile().ordersTotal()).isEqualTo(1);
            assertThat(rows.values().stream().filter(MemberRows::forgotten))
                    .extracting(MemberRows::memberId)
                    .containsExactlyInAnyOrder("gone", "anew", "unknown");
            assertThat(rows.get("stays").profile().ordersTotal()).isEqualTo(1);
            assertThat(rows.get("profile").profile().ordersTotal()).isZero();
            assertThat(rows).containsKey("browses");

            List<Tally> tallies = new Tables(database).progress(jobId);
            assertThat(tallies)
                    .extracting(Tally::stream, Tally::read)
                    .containsExactlyInAnyOrder(
                            tuple("orders", 5L), tuple("members", 8L), tuple("behaviours", 5L));
            long refused = 0;
            for (Tally tally : tallies) {
                assertThat(tally.applied() + tally.repeats() + tally.rejected())
                        .isEqualTo(tally.read());
                refused += tally.rejected();
            }
            assertThat(rejected(database)).hasSize((int) refused);
            assertThat(rejected(database))
                    .contains("orders MALFORMED", "members FUTURE", "behaviours NO_MEMBER");

            Map<String, List<Object>> state = new TreeMap<>();
            rows.forEach((id, row) -> state.put(id, state(row)));
            first = first == null ? state : first;
            assertThat(state).usingRecursiveComparison().isEqualTo(first);
        }
    }

    @Test
    void membersCannotBeCsv() throws Exception {
        JobConfig config = config(0);
        Path csv =
                Files.writeString(folder.resolve("m.csv"), "order_id,member_id,paid_at,amount\n");
        JobConfig wrong =
                JobArguments.parse(
                        "--orders=" + config.orders(), "--members=" + csv, "--as-of=2025-06-30");
        assertThatThrownBy(() -> new MemberJob().checkInputs(wrong))
                .isInstanceOf(WrongUse.class)
                .hasMessageContaining("m.csv is CSV, which only orders can be");
        new MemberJob().checkInputs(config);
    }

    private static List<Object> state(MemberRows rows) {
        List<Object> state = new ArrayList<>();
        state.add(String.valueOf(rows.facts()));
        state.add(rows.profile());
        state.add(rows.segments());
        return state;
    }

    private JobConfig config(int seed) throws Exception {
        return JobArguments.parse(
                "--orders=" + file("orders", ORDERS, seed),
                "--members=" + file("members", MEMBERS, seed),
                "--behaviours=" + file("behaviours", BEHAVIOURS, seed),
                "--as-of=2025-06-30",
                "--parallelism=2");
    }

    private Path file(String name, List<String> events, int seed) throws Exception {
        List<String> lines = new ArrayList<>(events);
        Collections.shuffle(lines, new Random(seed));
        Path target = Files.createDirectories(folder.resolve(name + seed));
        Files.write(target.resolve("a.jsonl"), lines.subList(0, 2));
        Files.write(target.resolve("b.jsonl"), lines.subList(2, lines.size()));
        return target;
    }

    private static String run(JobConfig config, DatabaseConfig database, RowsInMemory members)
            throws Exception {
        new Tables(database).migrate();
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(config.parallelism(), flink);
        MemberPipeline.build(
                env,
                config,
                TablesBefore.EMPTY,
                MemberJob.inputs(config, RulebookFiles.shipped()),
                new MemberPipeline.Outputs(
                        members,
                        RejectedSink.to(database),
                        CutPointsSink.to(database),
                        ProgressSink.to(database)));
        return env.execute("test").getJobID().toString();
    }

    private static List<String> rejected(DatabaseConfig database) throws Exception {
        List<String> rejected = new ArrayList<>();
        try (Connection connection = Connections.open(database);
                ResultSet rows =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "select stream, code, raw, member_id from rejected_event")) {
            while (rows.next()) {
                rejected.add(rows.getString(1) + " " + rows.getString(2));
                if (rows.getString(2).equals("FORGOTTEN")) {
                    assertThat(rows.getString(3)).isEmpty();
                    assertThat(rows.getString(4)).isNull();
                }
            }
        }
        return rejected;
    }

    private static String order(String member, String id, String day) {
        return "{\"order_id\":\"%s\",\"member_id\":\"%s\",\"status\":\"PAID\",\"amount\":\"120\",\"paid_at\":\"%s\",\"items\":[{\"sku\":\"s\",\"attributes\":{\"颜色\":\"红\"}}]}"
                .formatted(id, member, day);
    }

    private static String member(String member, String day, String more) {
        return "{\"member_id\":\"%s\",\"updated_at\":\"%s\"%s}".formatted(member, day, more);
    }

    private static String behaviour(String member, String id, String day) {
        return "{\"event_id\":\"%s\",\"member_id\":\"%s\",\"at\":\"%s\",\"type\":\"VIEW\"}"
                .formatted(id, member, day);
    }
}
