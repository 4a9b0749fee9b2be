package io.memberflow.job.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.order.RawEvent;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {

    @Property
    void aMarkedEventComesOutAsItWentIn(
            @ForAll @StringLength(max = 300) String origin, @ForAll byte[] rest) {
        byte[] event = new byte[rest.length + 1];
        event[0] = '{';
        System.arraycopy(rest, 0, event, 1, rest.length);

        RawEvent sent = event("topic/0/1", Replay.mark(origin, event));
        RawEvent read = Replay.event(sent);

        assertThat(read.origin()).isEqualTo(origin);
        assertThat(read.bytes()).isEqualTo(event);
        assertThat(read.length()).isEqualTo(event.length);
        assertThat(read.header()).isNull();
    }

    @Test
    void aMarkIsAFieldThatOthersMayIgnore() {
        assertThat(text(Replay.mark("dir/\"a\".jsonl:7", bytes(" {\"order_id\":\"T1\"}"))))
                .isEqualTo("{\"memberflow_replay\":\"dir/\\\"a\\\".jsonl:7\",\"order_id\":\"T1\"}");
    }

    @Test
    void whatIsNoObjectCannotBeMarked() {
        for (String event : new String[] {"", " ", "T1,m-1,2025-01-01", "[1]", "null", "\"{\""}) {
            assertThat(Replay.mark("o", bytes(event))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"order_id\":\"T1\"}",
                "{\"memberflow_replay\":7,\"a\":1}",
                "{\"memberflow_replay\":\"o\"}",
                "{\"memberflow_replay\":\"o\" ,\"a\":1}",
                "{\"memberflow_replay\":\"o",
                "{\"memberflow_replay\":\"\\q\",\"a\":1}",
                "{\"a\":1,\"memberflow_replay\":\"o\"}"
            })
    void everyOtherEventIsLeftAlone(String text) {
        RawEvent event = event("topic/0/1", bytes(text));

        assertThat(Replay.event(event)).isSameAs(event);
    }

    @Test
    void aCsvRowIsNeverAReplay() {
        byte[] row = bytes("{\"memberflow_replay\":\"o\",\"a\":1}");
        RawEvent event = new RawEvent("f:1", row, row.length, "a,b");

        assertThat(Replay.event(event)).isSameAs(event);
    }

    @Test
    void aCutEventStaysOneThatIsTooLong() {
        byte[] kept = Replay.mark("o", bytes("{\"a\":1}"));
        RawEvent read = Replay.event(new RawEvent("t/0/1", kept, 5_000_000, null));

        assertThat(read.length()).isEqualTo(5_000_000 - (kept.length - read.bytes().length));
    }

    private static RawEvent event(String origin, byte[] bytes) {
        return new RawEvent(origin, bytes, bytes.length, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
