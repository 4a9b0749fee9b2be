package io.memberflow.order;

import static io.memberflow.order.Events.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.FieldChange;
import io.memberflow.member.GivenTag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberReaderTest {
    private static final long AT = micros("2025-03-01T00:00:00Z");
    private static final int DAY = (int) LocalDate.of(2025, 3, 1).toEpochDay();

    @Test
    void theExampleOfTheContractIsRead() {
        MemberEvent event =
                event(
                        """
                        {"member_id":"m-42","updated_at":"2025-03-01T00:00:00Z","name":"张三",
                         "nick":"z","gender":"女","birthday":"1996-05-02",
                         "registered_at":"2008-05-31T16:00:00Z","email":"12345@qq.com",
                         "phone":"1","province":"上海市","city":"上海市","address":"某路",
                         "attributes":{"肤质":"油性","职业":"教师"},"unknown":{"a":[1]},
                         "tags":[{"key":"交流方式","value":"微信","source":"MANUAL",
                           "at":"2025-02-01T09:00:00+08:00","until":null,"withdrawn":false},
                          {"key":"职业","value":"教师","source":"SELF","until":"2025-12-31",
                           "withdrawn":true}]}
                        """);
        assertThat(event)
                .usingRecursiveComparison()
                .isEqualTo(
                        new MemberEvent(
                                "m-42",
                                AT,
                                DAY,
                                new FieldChange[] {
                                    new FieldChange("name", "张三", AT, DAY),
                                    new FieldChange("nick", "z", AT, DAY),
                                    new FieldChange("gender", "女", AT, DAY),
                                    new FieldChange("email", "12345@qq.com", AT, DAY),
                                    new FieldChange("phone", "1", AT, DAY),
                                    new FieldChange("province", "上海市", AT, DAY),
                                    new FieldChange("city", "上海市", AT, DAY),
                                    new FieldChange("address", "某路", AT, DAY),
                                    new FieldChange("birthday", "1996-05-02", AT, DAY),
                                    new FieldChange("registered_at", "2008-06-01", AT, DAY),
                                    new FieldChange("attributes.职业", "教师", AT, DAY),
                                    new FieldChange("attributes.肤质", "油性", AT, DAY)
                                },
                                new GivenTag[] {
                                    new GivenTag(
                                            "交流方式",
                                            "微信",
                                            "MANUAL",
                                            micros("2025-02-01T01:00:00Z"),
                                            (int) LocalDate.of(2025, 2, 1).toEpochDay(),
                                            Integer.MAX_VALUE,
                                            false),
                                    new GivenTag(
                                            "职业",
                                            "教师",
                                            "SELF",
                                            AT,
                                            DAY,
                                            (int) LocalDate.of(2025, 12, 31).toEpochDay(),
                                            true)
                                },
                                false));
    }

    @Test
    void nullClearsAndAbsenceSaysNothing() {
        assertThat(event(sound("")).changes()).isEmpty();
        assertThat(event(sound(",\"tags\":null,\"attributes\":null,\"forget\":null")))
                .usingRecursiveComparison()
                .isEqualTo(event(sound("")));
        String cleared = ",\"gender\":null,\"birthday\":null,\"attributes\":{\"肤质\":null}";
        assertThat(event(sound(cleared)).changes())
                .containsExactly(
                        new FieldChange("gender", null, AT, DAY),
                        new FieldChange("birthday", null, AT, DAY),
                        new FieldChange("attributes.肤质", null, AT, DAY));
    }

    @Test
    void anEventThatForgetsSaysNothingElse() {
        MemberEvent event = event(sound(",\"forget\":true,\"name\":\"x\""));
        assertThat(event.forget()).isTrue();
        assertThat(event.at()).isEqualTo(AT);
        assertThat(event.changes()).isEmpty();
        assertThat(event(sound(",\"forget\":false")).forget()).isFalse();
    }

    @Test
    void aDayIsOneOfTheShopsZone() {
        MemberEvent event =
                event("{\"member_id\":\" Ｍ1\",\"updated_at\":\"2025-02-28T16:00:00Z\"}");
        assertThat(event.day()).isEqualTo(DAY);
        assertThat(event.memberId()).isEqualTo("M1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`,\"name\":1` | name must be a string",
                "`,\"forget\":\"true\"` | forget must be true or false",
                "`,\"forget\":true,\"forget\":true` | forget stands twice",
                "`,\"nick\":\"a\",\"nick\":null` | nick stands twice",
                "`,\"attributes\":[]` | attributes must be an object",
                "`,\"attributes\":{},\"attributes\":{}` | attributes stands twice",
                "`,\"attributes\":{\"a\":1}` | attributes must be a string",
                "`,\"attributes\":{\"a\":null,\"a\":\"b\"}` | attributes names one attribute twice",
                "`,\"tags\":{}` | tags must be an array",
                "`,\"tags\":[],\"tags\":[]` | tags stands twice",
                "`,\"tags\":[1]` | tags[0] must be an object",
                "`,\"tags\":[{\"value\":\"a\",\"source\":\"SELF\"}]` | tags[0].key is missing or blank",
                "`,\"tags\":[{\"key\":\" \",\"value\":\"a\",\"source\":\"SELF\"}]` | tags[0].key is missing",
                "`,\"tags\":[{\"key\":\"a\",\"value\":null,\"source\":\"SELF\"}]` | tags[0].value is missing",
                "`,\"tags\":[{\"key\":\"a\",\"value\":\"b\"}]` | tags[0].source must be MANUAL, SELF or BATCH",
                "`,\"tags\":[{\"key\":\"a\",\"value\":\"b\",\"source\":\"RULE\"}]` | tags[0].source must be",
                "`,\"tags\":[{\"key\":\"a\",\"key\":\"a\"}]` | tags[0].key stands twice",
                "`,\"tags\":[{\"key\":\"a\",\"value\":\"b\",\"source\":\"SELF\",\"withdrawn\":1}]` | tags[0].withdrawn must be true or false",
                "`,\"tags\":[{\"key\":\"a\",\"value\":\"b\",\"source\":\"SELF\",\"until\":\"2025-02-30\"}]` | tags[0].until is no date",
                "`,\"tags\":[{\"key\":\"a\",\"value\":\"b\",\"source\":\"SELF\",\"until\":\"2025-02-03T00:00\"}]` | tags[0].until is no date",
                "`,\"tags\":[{\"key\":\"a\",\"value\":\"b\",\"source\":\"SELF\",\"at\":\"x\"}]` | tags[0].at \"x\" is no time",
                "`,\"birthday\":\"1899-12-31\"` | birthday is before 1900",
                "`,\"birthday\":\"2025-04-01\"` | birthday is after the as-of date",
                "`,\"birthday\":\"2024-02-30\"` | birthday is no date",
                "`,\"birthday\":\"\"` | birthday is no date",
                "`,\"registered_at\":\"yesterday\"` | registered_at \"yesterday\" is no time",
                "`,\"city\":\"\\u0000\"` | A field holds the control character U+0000",
                "`,\"x\":\"\\ud800\"` | A field holds the unpaired surrogate U+D800",
                "`} {` | Text follows the JSON object",
            })
    void formsThatAreWrong(String more, String sentence) {
        Rejected rejected = rejected(json(sound(more)));
        assertThat(rejected.code()).isEqualTo(RejectCode.MALFORMED);
        assertThat(rejected.message()).contains(sentence);
        assertThat(rejected.memberId()).isEqualTo("m-42");
        assertThat(rejected.stream()).isEqualTo("members");
    }

    @Test
    void boundsAreWithin() {
        assertThat(event(sound(",\"birthday\":\"1900-01-01\"")).changes()).hasSize(1);
        assertThat(event(sound(",\"birthday\":\"2025-03-31\"")).changes()).hasSize(1);
        String tag = ",\"tags\":[{\"key\":\"%s\",\"value\":\"%s\",\"source\":\"SELF\"}]";
        assertThat(event(sound(tag.formatted("键".repeat(128), "😀".repeat(256)))).tags())
                .hasSize(1);
        assertThat(rejected(json(sound(tag.formatted("k".repeat(129), "v")))).message())
                .contains("tags[0].key is longer than 128");
        assertThat(rejected(json(sound(tag.formatted("k", "v".repeat(257))))).message())
                .contains("tags[0].value is longer than 256");
        String attribute = ",\"attributes\":{\"%s\":\"%s\"}";
        assertThat(event(sound(attribute.formatted("k".repeat(128), "v".repeat(256)))).changes())
                .hasSize(1);
        assertThat(rejected(json(sound(attribute.formatted("k".repeat(129), "v")))).message())
                .contains("attributes has a name over 128");
        assertThat(rejected(json(sound(attribute.formatted("k", "v".repeat(257))))).message())
                .contains("attributes has a value over 256");
    }

    @Test
    void bytesAndFilesThatCannotBeMembers() {
        byte[] latin = sound(",\"name\":\"é\"").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(rejected(Events.event(latin, null)).message()).contains("not valid UTF-8");
        assertThat(rejected(Events.row("order_id,member_id,paid_at,amount", "1,2,3,4")).message())
                .contains("Members are read as JSON only");
        assertThat(rejected(json("[]")).message()).contains("no JSON object");
        byte[] much = new byte[RawEvent.MAX_BYTES];
        assertThat(rejected(new RawEvent("m:1", much, RawEvent.MAX_BYTES + 1L, null)).message())
                .contains("send at most 1 MiB");
        assertThat(
                        rejected(
                                        json(
                                                "{\"updated_at\":\"2025-03-01\",\"member_id\":\""
                                                        + "m".repeat(129)
                                                        + "\"}"))
                                .message())
                .contains("member_id is longer than 128");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"member_id\":null,",
                "\"member_id\":\" \",",
                "\"member_id\":\"guest\","
            })
    void nobody(String member) {
        // A time that is in the future or missing comes later in the order of codes.
        assertThat(rejected(json("{" + member + "\"updated_at\":\"2026-01-01\"}")).code())
                .isEqualTo(RejectCode.NO_MEMBER);
        assertThat(rejected(json("{" + member + "\"nick\":\"x\"}")).code())
                .isEqualTo(RejectCode.NO_MEMBER);
    }

    @Test
    void aTimeThatIsMissingOrToCome() {
        assertThat(rejected(json("{\"member_id\":\"m\",\"forget\":true}")).code())
                .isEqualTo(RejectCode.NO_TIME);
        assertThat(rejected(json("{\"member_id\":\"m\",\"registered_at\":\"2026-01-01\"}")).code())
                .isEqualTo(RejectCode.NO_TIME);
        assertThat(event("{\"member_id\":\"m\",\"updated_at\":\"2025-03-31T23:59:59\"}").day())
                .isEqualTo((int) Events.AS_OF.toEpochDay());
        assertThat(future("{\"member_id\":\"m\",\"updated_at\":\"2025-04-01\"}"))
                .contains("updated_at is dated after the as-of date");
        assertThat(future(sound(",\"registered_at\":\"2025-04-01\"")))
                .contains("registered_at is dated after");
        assertThat(
                        future(
                                sound(
                                        ",\"tags\":[{\"key\":\"a\",\"value\":\"b\","
                                                + "\"source\":\"SELF\",\"at\":\"2025-04-01\"}]")))
                .contains("tags[0].at is dated after");
    }

    @Test
    void aLiveRunLooksAtItsClock() {
        MemberReader live =
                new MemberReader(Cleaning.live(Events.SHANGHAI, "CNY", Set.of(), 750, 30));
        long hour = 3_600_000_000L;
        assertThat(live.read(json(sound("")), AT - hour)).isInstanceOf(MemberEvent.class);
        assertThat(live.read(json(sound("")), AT - hour - 1)).isInstanceOf(Rejected.class);
        RawEvent born = json(sound(",\"birthday\":\"2025-03-02\""));
        assertThat(((Rejected) live.read(born, AT)).code()).isEqualTo(RejectCode.MALFORMED);
        assertThat(live.read(born, AT + 16 * hour)).isInstanceOf(MemberEvent.class);
    }

    private static String future(String text) {
        Rejected rejected = rejected(json(text));
        assertThat(rejected.code()).isEqualTo(RejectCode.FUTURE);
        return rejected.message();
    }

    private static String sound(String more) {
        return "{\"member_id\":\"m-42\",\"updated_at\":\"2025-03-01T00:00:00Z\"" + more + "}";
    }

    private static MemberEvent event(String text) {
        return (MemberEvent) new MemberReader(Events.BOUNDED).read(json(text), 0);
    }

    private static Rejected rejected(RawEvent event) {
        return (Rejected) new MemberReader(Events.BOUNDED).read(event, 0);
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
