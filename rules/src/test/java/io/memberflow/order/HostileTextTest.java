package io.memberflow.order;

import static io.memberflow.order.Events.event;
import static io.memberflow.order.Events.json;
import static io.memberflow.order.Events.read;
import static io.memberflow.order.Events.rejected;
import static io.memberflow.order.Events.row;
import static io.memberflow.order.Events.sound;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a line can hold may stop the job or a database behind it. */
class HostileTextTest {

    private static final String HEADER = "order_id,member_id,paid_at,amount,note";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"shop\":\"a\\u0000b\"",
                ",\"shop\":\"\\u001b[2J\"",
                ",\"shop\":\"\\u0085\"",
                ",\"shop\":\"\\ud800\"",
                ",\"shop\":\"\\udc00\\ud800\"",
                ",\"\\u0000\":1",
                ",\"unknown\":\"\\u0007\"",
                ",\"unknown\":[{\"a\":{\"b\":\"\\udfff\"}}]",
                ",\"unknown\":{\"\\ud83c\":1}",
                ",\"receiver\":{\"address\":\"\\u0000\"}",
                ",\"receiver\":{\"other\":\"\\u0000\"}",
                ",\"items\":[{\"name\":\"\\u0001\"}]",
                ",\"items\":[{\"attributes\":{\"\\u007f\":\"x\"}}]",
                ",\"items\":[{\"attributes\":{\"x\":\"\\ud800\"}}]",
                ",\"shop\":\"\u007f\"",
                ",\"shop\":\"\u0000\"",
                ",\"shop\":\"\u0085\"",
                ",\"shop\":\"raw\ttab\""
            })
    void forbiddenCharactersInAnyFieldAreMalformed(String more) {
        Rejected rejected = rejected(sound(more));
        assertThat(rejected.code()).isEqualTo(RejectCode.MALFORMED);
        assertThat(rejected.raw().chars().noneMatch(c -> c == 0)).isTrue();
    }

    @Test
    void tabsAndLineEndsAndPairedSurrogatesMayEnter() {
        assertThat(read(sound(",\"shop\":\"\\t\\r\\n\\ud83c\\udf81\""))).isInstanceOf(Order.class);
        assertThat(read(row(HEADER, "T,m,2025-03-01,1,\"a\t\r\n🎁\""))).isInstanceOf(Order.class);
    }

    @Test
    void anIdThatCouldNotEnterATableIsNotTakenAlong() {
        Rejected rejected =
                rejected(
                        json(
                                "{\"member_id\":\"m\\u0000\",\"order_id\":\"T\",\"status\":\"PAID\"}"));
        assertThat(rejected.memberId()).isNull();
    }

    @Test
    void controlCharactersInRowsAreMalformed() {
        assertThat(rejected(row(HEADER, "T,m,2025-03-01,1,\u0000")).message()).contains("U+0000");
        assertThat(rejected(row(HEADER, "T,m,2025-03-01,1,\"\u009f\"")).message())
                .contains("U+009F");
    }

    @Test
    void badUtf8IsMalformed() {
        byte[][] bad = {
            {(byte) 0xFF},
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xE9}
        };
        for (byte[] bytes : bad) {
            byte[] line = sound(",\"shop\":\"@\"").bytes();
            Rejected rejected = rejected(event(replaceAt(line, bytes), null));
            assertThat(rejected.code()).isEqualTo(RejectCode.MALFORMED);
            assertThat(rejected.message()).contains("UTF-8");
            assertThat(rejected.memberId()).isEqualTo("m-42");
            assertThat(rejected.raw()).contains("\\x");
            byte[] row = "T,m,2025-03-01,1,@".getBytes(StandardCharsets.UTF_8);
            assertThat(rejected(event(replaceAt(row, bytes), HEADER)).message()).contains("UTF-8");
        }
        assertThat(read(sound(",\"shop\":\"\uFFFD\""))).isInstanceOf(Order.class);
    }

    @Test
    void anEventOver1MiBIsMalformedAndOneOf1MiBIsRead() {
        int room = RawEvent.MAX_BYTES - sound(",\"x\":\"\"").bytes().length;
        RawEvent largest = sound(",\"x\":\"" + "y".repeat(room) + "\"");
        assertThat(largest.length()).isEqualTo(RawEvent.MAX_BYTES);
        assertThat(read(largest)).isInstanceOf(Order.class);
        RawEvent cut = new RawEvent("orders:1", largest.bytes(), 5_000_000_000L, null);
        Rejected rejected = rejected(cut);
        assertThat(rejected.code()).isEqualTo(RejectCode.MALFORMED);
        assertThat(rejected.rawBytes()).isEqualTo(5_000_000_000L);
        assertThat(rejected.raw()).hasSize(RawText.MAX_BYTES);
        RawEvent cutRow =
                new RawEvent("orders:1", "T,m,x".getBytes(StandardCharsets.UTF_8), 1 << 21, HEADER);
        assertThat(rejected(cutRow).memberId()).isEqualTo("m");
    }

    @Test
    void depthAndLongNumbersAreCheapAndMalformed() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> {
                    String[] values = {
                        "[".repeat(500_000),
                        "{\"a\":".repeat(100_000),
                        "[".repeat(50_000) + "]".repeat(50_000)
                    };
                    for (String value : values) {
                        assertThat(rejected(sound(",\"x\":" + value)).code())
                                .isEqualTo(RejectCode.MALFORMED);
                        assertThat(rejected(json(value)).code()).isEqualTo(RejectCode.MALFORMED);
                    }
                    String digits = "9".repeat(900_000);
                    for (String number :
                            new String[] {digits, "\"" + digits + "\"", "1e" + digits}) {
                        assertThat(rejected(sound(",\"refund_amount\":" + number)).code())
                                .isIn(RejectCode.MALFORMED, RejectCode.BAD_AMOUNT);
                    }
                    assertThat(rejected(sound(",\"discount\":1e999999999")).code())
                            .isEqualTo(RejectCode.BAD_AMOUNT);
                    assertThat(rejected(sound(",\"discount\":" + "1".repeat(1_000))).code())
                            .isEqualTo(RejectCode.BAD_AMOUNT);
                });
    }

    @Property
    void noBytesMakeItThrow(@ForAll byte[] bytes, @ForAll boolean csv) {
        check(bytes, csv ? HEADER : null);
    }

    @Property(tries = 3_000)
    void noBytesPutIntoASoundEventMakeItThrow(
            @ForAll @From("fragments") String fragment, @ForAll int at, @ForAll boolean csv) {
        String sound =
                csv
                        ? "T1,m,2025-03-01,1.50,x"
                        : new String(
                                sound(",\"items\":[{\"sku\":\"a\"}]").bytes(),
                                StandardCharsets.UTF_8);
        int place = Math.floorMod(at, sound.length());
        String text = sound.substring(0, place) + fragment + sound.substring(place);
        check(text.getBytes(StandardCharsets.ISO_8859_1), csv ? HEADER : null);
        check(text.getBytes(StandardCharsets.UTF_8), csv ? HEADER + ",sku" : null);
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(6),
                Arbitraries.strings().withChars("\",\n\r\\u0{}[]:eE+-.").ofMaxLength(8));
    }

    private static void check(byte[] bytes, String header) {
        Parsed parsed = read(event(bytes, header));
        if (parsed instanceof Rejected rejected) {
            assertThat(rejected.message()).endsWith(".").doesNotContain("\n", "\u0000");
            assertThat(rejected.rawBytes()).isEqualTo(bytes.length);
        } else if (parsed instanceof OrderLine line) {
            LineAssembler assembler = new LineAssembler(Events.BOUNDED);
            Assembled assembled = assembler.assemble(List.of(line), 0);
            assertThat(assembled.rejected()).hasSize(assembled.order() == null ? 1 : 0);
        }
    }

    private static byte[] replaceAt(byte[] line, byte[] bytes) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        return text.replace("@", new String(bytes, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
