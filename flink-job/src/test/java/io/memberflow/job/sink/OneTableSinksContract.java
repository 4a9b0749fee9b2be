package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.job.progress.ProgressRow;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.shadow.ShadowRow;
import io.memberflow.order.RejectCode;
import io.memberflow.order.Rejected;
import io.memberflow.registry.Activation;
import io.memberflow.rfm.CutPoints;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sinks that are Flink's JDBC sink with a statement of ours, on every database. */
abstract class OneTableSinksContract {
    TestDatabase db;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void createTables() {
        db = newDatabase().migrated();
    }

    @Test
    void aJobWritesEveryTable() throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("pipeline.generic-types", "false");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        env.fromData(rejected("f:1", "raw"), rejected("f:2", "raw"))
                .sinkTo(RejectedSink.to(db.config));
        env.fromData(points(20_250_310, 3)).sinkTo(CutPointsSink.to(db.config));
        env.fromData(new ProgressRow("job", Tally.applied("orders", 3), Samples.DAY))
                .sinkTo(ProgressSink.to(db.config));
        env.fromData(Samples.rows("a", 1, Samples.segments(2, "v")), Samples.rows("b", 1))
                .keyBy(MemberRows::memberId)
                .sinkTo(new MemberSink(db.config));
        env.execute();

        assertThat(db.rows("select origin from rejected_event order by 1"))
                .containsExactly("f:1", "f:2");
        assertThat(db.rows("select id from cut_points")).containsExactly("20250310");
        assertThat(new Tables(db.config).progress("job"))
                .containsExactly(Tally.applied("orders", 3));
        assertThat(new Tables(db.config).countMembers(1)).isEqualTo(new MemberCount(2, 2));
    }

    @Test
    void anEventThatIsRejectedAgainIsOneRowThatSaysWhyThisTime() throws Exception {
        write(RejectedSink.to(db.config), rejected("f:1", "first"), rejected("f:1", "again"));
        write(RejectedSink.to(db.config), rejected("f:1", "later"), rejected("g:1", "other"));
        assertThat(db.rows("select origin, raw, code, raw_bytes from rejected_event order by 1"))
                .containsExactly("f:1|later|MALFORMED|7", "g:1|other|MALFORMED|7");
    }

    @Test
    void hostileTextStopsNoSink() throws Exception {
        String hostile = "a\0b\uD800'\"\\ \uD83D\uDE00 \uDC00";
        write(
                RejectedSink.to(db.config),
                new Rejected(
                        "orders",
                        hostile,
                        RejectCode.MALFORMED,
                        hostile,
                        "x".repeat(65_536),
                        1L << 40,
                        "m".repeat(129)),
                new Rejected(
                        "orders",
                        "g",
                        RejectCode.NO_TIME,
                        "m",
                        hostile,
                        1,
                        "\uD83D\uDE00".repeat(128)));
        assertThat(db.rows("select origin, member_id from rejected_event order by 1"))
                .containsExactly(
                        "a\\x00b\\ud800'\"\\ \uD83D\uDE00 \\udc00|null",
                        "g|" + "\uD83D\uDE00".repeat(128));
    }

    @Test
    void cutPointsAreExactAndReplaced() throws Exception {
        write(CutPointsSink.to(db.config), points(20_250_310, 7), points(20_250_310, 3));
        assertThat(
                        db.rows(
                                "select for_date, members, r20, r80, f20, f80, m20, m80, r_mean,"
                                        + " f_mean, m_mean from cut_points"))
                .containsExactly(
                        "2025-03-10|3|1|4|5|8|0.09|9999999999999999.99|3.333333|0.666667"
                                + "|9999999999999999.993333");
    }

    /** Whatever comes again after a failure, a row only moves on. */
    @Test
    void anActivationOnlyMovesOn() throws Exception {
        Instant now = Instant.parse("2025-03-10T00:00:00.000001Z");
        write(
                ActivationSink.to(db.config),
                activation(0, Activation.State.PREPARED, null, now),
                activation(0, Activation.State.ACTIVE, 5L, now),
                activation(0, Activation.State.PREPARED, null, now.plusSeconds(9)),
                activation(0, Activation.State.ACTIVE, 7L, now.plusSeconds(1)),
                activation(0, Activation.State.ACTIVE, 6L, now),
                activation(1, Activation.State.REJECTED, null, now),
                activation(1, Activation.State.PREPARED, null, now.plusSeconds(1)),
                activation(2, Activation.State.ACTIVE, 1L, now.plusSeconds(1)),
                activation(2, Activation.State.REJECTED, null, now));
        String rows = "select subtask, state, swept, to_sweep from rule_activation order by 1";
        List<String> expected = List.of("0|ACTIVE|7|9", "1|REJECTED|null|9", "2|REJECTED|null|9");
        assertThat(db.rows(rows)).isEqualTo(expected);
        write(ActivationSink.to(db.config), activation(0, Activation.State.ACTIVE, 5L, now));
        assertThat(db.rows(rows)).isEqualTo(expected);
    }

    @Test
    void aMessageOfAnyLengthIsKeptAsFarAsThereIsRoom() throws Exception {
        Activation said =
                new Activation(
                        "job",
                        -1,
                        5,
                        2,
                        Activation.State.REJECTED,
                        12L,
                        null,
                        null,
                        "不\0行" + "\uD83D\uDE00".repeat(9_000),
                        Instant.EPOCH);
        write(ActivationSink.to(db.config), said);
        String message = db.one("select message from rule_activation");
        assertThat(message).startsWith("不\\x00行").endsWith("\uD83D\uDE00…");
        assertThat(message.length()).isBetween(3_999, 4_000);
        assertThat(
                        db.one(
                                "select job_id, subtask, seq, version, state, compile_ms from rule_activation"))
                .isEqualTo("job|-1|5|2|REJECTED|12");
    }

    @Test
    void whatACandidateWouldChangeIsReplacedByWhatIsSaidLater() throws Exception {
        write(
                ShadowSink.to(db.config),
                shadow("", "塔身", 2, "m1", "a\"b\\"),
                shadow("塔基", "塔身", 1, "m3"),
                shadow("", "塔身", 0));
        write(ShadowSink.to(db.config), shadow("塔基", "塔身", 2, "m3", "m\uD83D\uDE00"));
        assertThat(
                        db.rows(
                                "select job_id, version, as_of, model_or_key, from_value, to_value,"
                                        + " members from rule_shadow order by members"))
                .containsExactly(
                        "job|4|2025-03-10|pyramid||塔身|0", "job|4|2025-03-10|pyramid|塔基|塔身|2");
        assertThat(db.rows("select sample_ids from rule_shadow order by members"))
                .map(OneTableSinksContract::json)
                .containsExactly("[]", "[\"m3\",\"m\uD83D\uDE00\"]");
    }

    private static String json(String text) {
        try {
            return new ObjectMapper().readTree(text).toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static ShadowRow shadow(String from, String to, long members, String... sample) {
        return new ShadowRow("job", 4, Samples.DAY, "pyramid", from, to, members, sample);
    }

    private static Activation activation(
            int subtask, Activation.State state, Long swept, Instant at) {
        return new Activation("job", subtask, 5, 2, state, null, swept, 9L, null, at);
    }

    @Test
    void aPopulationOfNobodyHasNoFigures() throws Exception {
        write(
                CutPointsSink.to(db.config),
                new CutPoints(
                        1,
                        Samples.DAY,
                        0,
                        new int[0],
                        new int[0],
                        new long[0],
                        BigInteger.ZERO,
                        BigInteger.ZERO,
                        BigInteger.ZERO,
                        new long[0],
                        new long[0]));
        assertThat(db.rows("select members, r20, m80, r_mean from cut_points"))
                .containsExactly("0|null|null|null");
    }

    @Test
    void theLastProgressOfABatchStands() throws Exception {
        ProgressRow[] rows = new ProgressRow[50];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new ProgressRow("job", new Tally("orders", i, i, 0, 0, 1_000_001L * i), i);
        }
        write(ProgressSink.to(db.config), rows);
        assertThat(new Tables(db.config).progress("job"))
                .containsExactly(new Tally("orders", 49, 49, 0, 0, 49_000_049L));
    }

    @Test
    void aLostConnectionLosesNothing() throws Exception {
        try (OneInputStreamOperatorTestHarness<Rejected, ?> harness =
                harness(RejectedSink.to(db.config))) {
            harness.processElement(rejected("f:1", "raw"), 0);
            harness.prepareSnapshotPreBarrier(1);
            harness.processElement(rejected("f:2", "raw"), 0);
            db.endSessions();
            harness.prepareSnapshotPreBarrier(2);
        }
        assertThat(db.rows("select origin from rejected_event order by 1"))
                .containsExactly("f:1", "f:2");
    }

    @SafeVarargs
    private <T> void write(Sink<T> sink, T... rows) throws Exception {
        try (OneInputStreamOperatorTestHarness<T, ?> harness = harness(sink, rows)) {
            for (T row : rows) {
                harness.processElement(row, 0);
            }
            harness.endInput();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> OneInputStreamOperatorTestHarness<T, Object> harness(
            Sink<T> sink, T... sample) throws Exception {
        TypeSerializer<T> serializer =
                TypeInformation.of((Class<T>) sample.getClass().getComponentType())
                        .createSerializer(new SerializerConfigImpl());
        OneInputStreamOperatorTestHarness<T, Object> harness =
                new OneInputStreamOperatorTestHarness<>(
                        (OneInputStreamOperatorFactory<T, Object>)
                                (OneInputStreamOperatorFactory<T, ?>)
                                        new SinkWriterOperatorFactory<>(sink),
                        serializer);
        harness.open();
        return harness;
    }

    private static Rejected rejected(String origin, String raw) {
        return new Rejected(
                "orders", origin, RejectCode.MALFORMED, "The line is no JSON.", raw, 7, null);
    }

    private static CutPoints points(long id, long members) {
        return new CutPoints(
                id,
                Samples.DAY,
                members,
                new int[] {1, 2, 3, 4},
                new int[] {5, 6, 7, 8},
                new long[] {9, 10, 11, 999_999_999_999_999_999L},
                BigInteger.TEN,
                BigInteger.TWO,
                BigInteger.valueOf(999_999_999_999_999_999L)
                        .multiply(BigInteger.valueOf(3))
                        .add(BigInteger.ONE),
                new long[] {9},
                new long[] {members});
    }
}
