package io.memberflow.order;

import static io.memberflow.order.Events.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Behaviour;
import io.memberflow.member.BehaviourType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BehaviourReaderTest {
    private static final long AT = micros("2025-03-01T02:00:00Z");
    private static final int DAY = (int) LocalDate.of(2025, 3, 1).toEpochDay();
    private static final long DAY_MICROS = 86_400_000_000L;

    @Test
    void theExampleOfTheContractIsRead() {
        assertThat(
                        event(
                                """
                                {"event_id":" e1","member_id":"m-42","at":"2025-03-01T10:00:00+08:00",
                                 "type":"VIEW","sku":"Ｓ1","category":"内衣","campaign":"c",
                                 "channel":"SMS","order_id":"T1","value":"v","more":[{}]}
                                """))
                .isEqualTo(
                        new BehaviourEvent(
                                "m-42",
                                new Behaviour(
                                        "e1",
                                        (byte) BehaviourType.VIEW.ordinal(),
                                        AT,
                                        DAY,
                                        "S1",
                                        "内衣",
                                        "c",
                                        "SMS",
                                        "T1",
                                        "v")));
    }

    @Test
    void whatIsAbsentIsNull() {
        assertThat(event(sound(",\"sku\":\" \",\"value\":null")).behaviour())
                .isEqualTo(
                        new Behaviour("e", (byte) 0, AT, DAY, null, null, null, null, null, null));
    }

    @ParameterizedTest
    @EnumSource(BehaviourType.class)
    void everyType(BehaviourType type) {
        String text = sound("").replace("VISIT", " " + type + " ");
        assertThat(event(text).behaviour().type()).isEqualTo((byte) type.ordinal());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`,\"sku\":1` | sku must be a string",
                "`,\"sku\":\"a\",\"sku\":\"a\"` | sku stands twice",
                "`,\"value\":\"\\u0007\"` | A field holds the control character U+0007",
                "`,\"x\":tru` | no valid JSON",
            })
    void formsThatAreWrong(String more, String sentence) {
        Rejected rejected = rejected(json(sound(more)));
        assertThat(rejected.code()).isEqualTo(RejectCode.MALFORMED);
        assertThat(rejected.message()).contains(sentence);
        assertThat(rejected.memberId()).isEqualTo("m");
        assertThat(rejected.stream()).isEqualTo("behaviours");
    }

    @Test
    void fieldsThatMustBeThere() {
        assertThat(malformed(sound("").replace("VISIT", "Visit")))
                .contains("type \"Visit\" is unknown: use VISIT, VIEW");
        assertThat(malformed(sound("").replace("type", "kind"))).contains("type is missing");
        assertThat(malformed(sound("").replace("event_id", "id")))
                .contains("event_id is missing or blank");
        assertThat(malformed(sound("").replace("\"e\"", "\" \"")))
                .contains("event_id is missing or blank");
        assertThat(malformed(sound(",\"order_id\":\"" + "x".repeat(129) + "\"")))
                .contains("order_id is longer than 128");
        assertThat(malformed(sound("").replace("2025-03-01T10:00:00+08:00", "soon")))
                .contains("at \"soon\" is no time");
        assertThat(rejected(Events.row("order_id,member_id,paid_at,amount", "1,2,3,4")).message())
                .contains("Behaviours are read as JSON only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"guest\"", "\"0\""})
    void nobody(String member) {
        assertThat(rejected(json(sound("").replace("\"m\"", member))).code())
                .isEqualTo(RejectCode.NO_MEMBER);
    }

    @Test
    void aTimeThatIsMissingOrToCome() {
        assertThat(rejected(json(sound("").replace("\"at\"", "\"when\""))).code())
                .isEqualTo(RejectCode.NO_TIME);
        assertThat(
                        rejected(json(sound("").replace("2025-03-01T10:00:00+08:00", "2025-04-01")))
                                .code())
                .isEqualTo(RejectCode.FUTURE);
    }

    @Test
    void aLiveRunTakesNothingThatIsTooLate() {
        BehaviourReader live =
                new BehaviourReader(Cleaning.live(Events.SHANGHAI, "CNY", Set.of(), 750, 30));
        assertThat(live.read(json(sound("")), AT + 30 * DAY_MICROS))
                .isInstanceOf(BehaviourEvent.class);
        Rejected late = (Rejected) live.read(json(sound("")), AT + 31 * DAY_MICROS);
        assertThat(late.code()).isEqualTo(RejectCode.TOO_OLD);
        Rejected early = (Rejected) live.read(json(sound("")), AT - DAY_MICROS);
        assertThat(early.code()).isEqualTo(RejectCode.FUTURE);
        BehaviourReader history =
                new BehaviourReader(
                        Cleaning.live(Events.SHANGHAI, "CNY", Set.of(), 750, Cleaning.UNLIMITED));
        assertThat(history.read(json(sound("")), AT + 9999 * DAY_MICROS))
                .isInstanceOf(BehaviourEvent.class);
    }

    private static String malformed(String text) {
        Rejected rejected = rejected(json(text));
        assertThat(rejected.code()).isEqualTo(RejectCode.MALFORMED);
        return rejected.message();
    }

    private static String sound(String more) {
        return "{\"event_id\":\"e\",\"member_id\":\"m\",\"at\":\"2025-03-01T10:00:00+08:00\","
                + "\"type\":\"VISIT\""
                + more
                + "}";
    }

    private static BehaviourEvent event(String text) {
        return (BehaviourEvent) new BehaviourReader(Events.BOUNDED).read(json(text), 0);
    }

    private static Rejected rejected(RawEvent event) {
        return (Rejected) new BehaviourReader(Events.BOUNDED).read(event, 0);
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
