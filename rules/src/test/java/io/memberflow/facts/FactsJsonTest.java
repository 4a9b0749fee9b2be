package io.memberflow.facts;

import static io.memberflow.facts.Read.D;
import static io.memberflow.facts.Read.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.engine.FactsJson;
import io.memberflow.member.BehaviourType;
import io.memberflow.rulebook.LookupTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactsJsonTest {
    private static final LookupTables TABLES =
            new LookupTables(
                    List.of(new LookupTables.Campaign("c", "k", D, D)),
                    Map.of(),
                    Map.of("identity", Map.of("银行", "金融族")));

    private static String json(TestMember member, int day) {
        return FactsJson.write(
                SCHEMA,
                new Read(TABLES).all(member, day),
                Receivers.addresses(member.history(), day));
    }

    /** The entries of a list as they were written. */
    private static String entries(String json, String list, String next) {
        int at = json.indexOf("{", json.indexOf("\"" + list + "\":["));
        return json.substring(at, json.indexOf("],\"" + next + "\"", at));
    }

    private static TestMember member() {
        TestMember member =
                new TestMember()
                        .field("email", "a@QQ.com", D)
                        .field("birthday", "1996-05-02", D)
                        .field("attributes.肤质", "油性", D)
                        .tag("职业", "教师", "MANUAL", D)
                        .did(BehaviourType.VIEW, D - 2, 0, "裙", null, null);
        member.order("T1", D - 100);
        member.order("T2", D - 3)
                .discount(2050)
                .via("MOBILE", null, null)
                .to("浙江省", "杭州市", "文三路银行")
                .item("s1", "蕾丝", "内衣", 2, "颜色", "红");
        return member;
    }

    @Test
    void everythingInUnitsPeopleKnow() throws IOException {
        String text = json(member(), D);
        JsonNode json = new ObjectMapper().readTree(text);
        assertThat(json.get("d365").get("orders").asInt()).isEqualTo(2);
        assertThat(json.get("discountShare").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(json.get("returnedOn").asText()).isEqualTo("2025-02-26");
        assertThat(json.get("awayDays").asInt()).isEqualTo(97);
        assertThat(json.get("birthday").asText()).isEqualTo("1996-05-02");
        assertThat(json.get("mailDomain").asText()).isEqualTo("qq.com");
        assertThat(json.get("homeCity").asText()).isEqualTo("杭州");
        assertThat(json.get("attributes").toString()).isEqualTo("{\"肤质\":\"油性\"}");
        assertThat(json.get("orders")).hasSize(2);
        assertThat(entries(text, "orders", "purchases"))
                .endsWith(
                        "{\"order\":\"T2\",\"on\":\"2025-02-26\",\"amount\":100.00,\"items\":1,"
                                + "\"discount\":20.50,\"first\":false,\"campaign\":false,"
                                + "\"earlierMean\":100.00,\"counts\":true,"
                                + "\"status\":\"COMPLETED\",\"channel\":\"MOBILE\","
                                + "\"province\":\"浙江省\",\"city\":\"杭州市\"}");
        assertThat(entries(text, "purchases", "preferences"))
                .isEqualTo(
                        "{\"order\":\"T2\",\"on\":\"2025-02-26\",\"quantity\":2,\"price\":10,"
                                + "\"sku\":\"s1\",\"name\":\"蕾丝\",\"category\":\"内衣\","
                                + "\"attributes\":{\"颜色\":\"红\"}}");
        assertThat(json.get("preferences").get(0).toString())
                .isEqualTo(
                        "{\"items\":2,\"orders\":1,\"share\":1,\"rank\":1,"
                                + "\"attribute\":\"category\",\"value\":\"内衣\"}");
        assertThat(json.get("behaviours").get(1).toString())
                .isEqualTo(
                        "{\"count7d\":1,\"count30d\":1,\"count90d\":1,\"count365d\":1,"
                                + "\"lastOn\":\"2025-02-27\",\"type\":\"VIEW\",\"key\":\"裙\",\"category\":\"裙\"}");
        assertThat(json.get("givenTags").toString())
                .isEqualTo("[{\"key\":\"职业\",\"value\":\"教师\",\"source\":\"MANUAL\"}]");
        assertThat(json.get("words").toString())
                .isEqualTo("[{\"list\":\"identity\",\"value\":\"金融族\"}]");
        assertThat(json.get("receiverAddresses").toString()).isEqualTo("[\"浙江省 杭州市 文三路银行\"]");
    }

    @Test
    void whatIsEmptyIsLeftOut() throws IOException {
        JsonNode json = new ObjectMapper().readTree(json(new TestMember(), D));
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .doesNotContain("name", "attributes", "orders", "words", "receiverAddresses")
                .doesNotContain("recencyDays", "returnedDays", "daysPastGap", "age")
                .contains("awayDays", "medianGapDays", "addresses");
    }

    /** A day on which nothing changes writes the same text, whatever counts days. */
    @Test
    void aQuietDayWritesTheSame() {
        assertThat(json(member(), D + 1)).isEqualTo(json(member(), D));
        assertThat(json(member(), D + 5)).isNotEqualTo(json(member(), D));
    }
}
