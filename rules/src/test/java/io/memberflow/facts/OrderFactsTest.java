package io.memberflow.facts;

import static io.memberflow.facts.Read.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Fact;
import io.memberflow.member.RowType;
import io.memberflow.order.OrderStatus;
import io.memberflow.rulebook.LookupTables;
import io.memberflow.rulebook.LookupTables.Campaign;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderFactsTest {
    private static final LookupTables TABLES =
            new LookupTables(
                    List.of(new Campaign("店庆", "大促", D - 20, D - 10)),
                    Map.of(LookupTables.SAMPLES, Set.of("S1", "S2")),
                    Map.of());
    private final Read read = new Read(TABLES);

    @Test
    void aMemberWithoutOrdersHasNoneOfThem() {
        for (String name :
                new String[] {
                    "discountShare",
                    "campaignShare",
                    "mobileShare",
                    "firstOrderCampaign",
                    "medianMinutesToPay",
                    "complaintRate",
                    "itemsPerOrder",
                    "typicalOrderValue",
                    "returnedOn",
                    "returnedDays",
                    "awayDays",
                    "largeOrderOn",
                    "sampleConversion",
                    "daysPastGap"
                }) {
            assertThat(read.number(name, new TestMember())).as(name).isEqualTo(Fact.ABSENT);
        }
        assertThat(read.number("addresses", new TestMember())).isZero();
        assertThat(read.number("sizesBought", new TestMember())).isZero();
    }

    @Test
    void sharesOfTheOrdersOfAYear() {
        TestMember member = new TestMember();
        member.order("a", D - 365).discount(1).from("JUHUASUAN").via("MOBILE", null, null);
        member.order("b", D - 364).discount(1).quantity(3);
        member.order("c", D - 21).from("JUHUASUAN").via("MOBILE", null, null).quantity(2);
        member.order("d", D - 20).via("mobile", null, null);
        member.order("e", D - 10).refund(100).discount(1).via("MOBILE", null, null);
        member.order("f", D - 9).status(OrderStatus.CREATED).via("MOBILE", null, null);
        member.order("g", D + 1).discount(1).via("MOBILE", null, null);
        assertThat(read.number("discountShare", member)).isEqualTo(333_333_333);
        assertThat(read.number("campaignShare", member)).isEqualTo(666_666_666);
        assertThat(read.number("mobileShare", member)).isEqualTo(333_333_333);
        assertThat(read.number("itemsPerOrder", member)).isEqualTo(2_000_000_000L);
        assertThat(read.number("discountShare", member, D - 1)).isEqualTo(500_000_000);
    }

    @Test
    void bothEndsOfACampaignAreInIt() {
        for (int age : new int[] {9, 10, 20, 21}) {
            TestMember member = new TestMember();
            member.order("a", D - age);
            long expected = age == 10 || age == 20 ? 1 : 0;
            assertThat(read.number("firstOrderCampaign", member)).isEqualTo(expected);
            assertThat(read.number("campaignShare", member)).isEqualTo(expected * 1_000_000_000);
            assertThat(read.rows(RowType.ORDER, member, D, "campaign"))
                    .containsExactly(Long.toString(expected));
        }
        assertThat(read.rows(RowType.CAMPAIGN, new TestMember(), D, "name", "kind", "from", "to"))
                .containsExactly("店庆 大促 " + (D - 20) + " " + (D - 10));
    }

    @Test
    void theFirstOrderOfTheLife() {
        TestMember member = new TestMember();
        member.order("z", D - 600).status(OrderStatus.CANCELLED).from("A");
        member.order("b", D - 500).paid(1).from("B");
        member.order("a", D - 500).paid(2).from("JUHUASUAN");
        assertThat(read.text("firstOrderSource", member)).isEqualTo("B");
        assertThat(read.number("firstOrderCampaign", member)).isZero();
        assertThat(read.text("firstOrderSource", member, D - 501)).isNull();
        assertThat(read.number("firstOrderCampaign", member, D - 501)).isEqualTo(Fact.ABSENT);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "59999999, 0", "60000000, 1", "599999999, 9", "600000000, 10", "-1, -1"})
    void minutesAreWhole(long micros, long minutes) {
        TestMember member = new TestMember();
        member.order("a", D - 1).created(micros);
        assertThat(read.number("medianMinutesToPay", member)).isEqualTo(minutes);
    }

    @Test
    void mediansOfTheYear() {
        TestMember member = new TestMember();
        member.order("a", D - 365).amount(1).created(0);
        member.order("b", D - 364).amount(50).created(3 * TestMember.MINUTE);
        assertThat(read.number("medianMinutesToPay", member)).isEqualTo(3);
        member.order("c", D - 3).amount(150).refund(49).created(8 * TestMember.MINUTE);
        assertThat(read.number("medianMinutesToPay", member)).isEqualTo(5);
        assertThat(read.number("typicalOrderValue", member)).isEqualTo(75_50);
        member.order("d", D - 2).amount(500);
        assertThat(read.number("medianMinutesToPay", member)).isEqualTo(5);
        assertThat(read.number("typicalOrderValue", member)).isEqualTo(101_00);
    }

    @Test
    void addressesAreDistinctReceivers() {
        TestMember member = new TestMember();
        member.order("a", D - 365).to("浙江省", "杭州市", "旧路 1 号");
        member.order("b", D - 364).to("浙江省", "杭州市", "文三路 1 号");
        member.order("c", D - 9).to("浙江省", "杭州市", "文三路 1 号");
        member.order("d", D - 8).to("江苏省", "苏州市", "文三路 1 号");
        member.order("e", D - 7).to("江苏省", "苏州市", null);
        member.order("f", D - 6).refund(100).to("江苏省", "苏州市", "新路 1 号");
        assertThat(read.number("addresses", member)).isEqualTo(2);
        assertThat(Receivers.addresses(member.history(), D))
                .containsExactly("浙江省 杭州市 文三路 1 号", "江苏省 苏州市 文三路 1 号");
    }

    @ParameterizedTest
    @CsvSource({
        "189 100, , ",
        "190 100, 100, 90",
        "300 200 100 99, 100, 100",
        "300 200 150 60, 60, 90",
        "100, , "
    })
    void aReturnIsAnOrderAfterThreeMonths(String ages, Long age, Long gap) {
        TestMember member = new TestMember();
        for (String days : ages.split(" ")) {
            member.order("o" + days, D - Integer.parseInt(days));
        }
        member.order("x", D - 120).refund(100);
        long absent = Fact.ABSENT;
        assertThat(read.number("returnedOn", member)).isEqualTo(age == null ? absent : D - age);
        assertThat(read.number("returnedDays", member)).isEqualTo(age == null ? absent : age);
        assertThat(read.number("awayDays", member)).isEqualTo(gap == null ? absent : gap);
    }

    @Test
    void daysPastTheUsualGap() {
        TestMember member = new TestMember();
        member.order("a", D - 50);
        assertThat(read.number("daysPastGap", member)).isEqualTo(Fact.ABSENT);
        member.order("b", D - 20);
        assertThat(read.number("daysPastGap", member)).isEqualTo(-10);
        assertThat(read.number("daysPastGap", member, D + 10)).isZero();
        member.order("c", D - 15);
        assertThat(read.number("daysPastGap", member)).isEqualTo(15 - 17);
    }

    @ParameterizedTest
    @CsvSource({"999, false", "1000, true", "1001, true"})
    void aFirstOrderIsLargeFromAThousand(long yuan, boolean large) {
        TestMember member = new TestMember();
        member.order("a", D).amount(yuan);
        assertThat(read.number("largeOrderOn", member)).isEqualTo(large ? D : Fact.ABSENT);
    }

    @Test
    void aLargeOrderIsThreeTimesTheEarlierMean() {
        TestMember member = new TestMember();
        member.order("a", D - 700).amount(400);
        member.order("b", D - 600).amount(500).refund(500);
        member.order("c", D - 500).amount(401);
        member.order("d", D - 29).paid(5).amount(1201);
        assertThat(read.number("largeOrderOn", member)).isEqualTo(Fact.ABSENT);
        TestMember same = new TestMember();
        same.order("a", D - 700).amount(400);
        same.order("c", D - 500).amount(401);
        same.order("d", D - 29).paid(5).amount(1202);
        same.order("e", D - 29).paid(6).amount(999);
        assertThat(read.number("largeOrderOn", same)).isEqualTo(D - 29);
        assertThat(read.number("largeOrderOn", same, D + 1)).isEqualTo(Fact.ABSENT);
        assertThat(read.rows(RowType.ORDER, same, D, "earlierMean", "first"))
                .containsExactly("40050 0", "66767 0");
    }

    @Test
    void whatIsBeforeAnOrderGoesByPaymentNotByItsDay() {
        TestMember member = new TestMember();
        member.order("a", D - 20).amount(400);
        member.order("b", D - 15).amount(200);
        member.order("c", D - 10).paid(-7 * 24 * 60).status(OrderStatus.CANCELLED);
        assertThat(read.rows(RowType.ORDER, member, D, "earlierMean", "counts"))
                .contains("40000 1", "40000 0");
    }

    @Test
    void foldedOrdersAreInTheEarlierMean() {
        TestMember member = new TestMember();
        member.order("a", D - 900).amount(4000);
        member.order("d", D - 2).amount(2000);
        member.fold(D - 800);
        assertThat(read.rows(RowType.ORDER, member, D, "earlierMean", "first"))
                .containsExactly("400000 0");
        assertThat(read.number("largeOrderOn", member)).isEqualTo(Fact.ABSENT);
        assertThat(read.number("awayDays", member)).isEqualTo(898);
        assertThat(read.number("firstOrderCampaign", member)).isZero();
    }

    @Test
    void samplesLeadToLaterItemsOfTheirCategory() {
        TestMember member = new TestMember();
        member.order("a", D - 200).item("S1", "小样", "面霜", 1).item("C1", "面霜", "面霜", 1);
        assertThat(read.number("sampleConversion", member)).isEqualTo(Fact.ABSENT);
        member.order("b", D - 190).item("S2", "小样", "口红", 1);
        assertThat(read.number("sampleConversion", member)).isZero();
        member.order("c", D - 140).item("C1", "面霜", "面霜", 1);
        assertThat(read.number("sampleConversion", member)).isEqualTo(500_000_000);
        member.order("d", D - 129).item("L1", "口红", "口红", 1);
        assertThat(read.number("sampleConversion", member)).isEqualTo(500_000_000);
        member.order("e", D - 130).item("L1", "口红", "口红", 0).item("S1", null, "口红", 1);
        assertThat(read.number("sampleConversion", member)).isEqualTo(666_666_666);
        member.order("f", D - 130).paid(1).item("L1", "口红", "口红", 1);
        assertThat(read.number("sampleConversion", member)).isEqualTo(1_000_000_000);
        assertThat(read.number("sampleConversion", member, D - 200 + 365)).isEqualTo(1_000_000_000);
        assertThat(read.number("sampleConversion", member, D - 190 + 365)).isEqualTo(Fact.ABSENT);
    }

    @Test
    void sizesBoughtAreDistinct() {
        TestMember member = new TestMember();
        member.order("a", D - 365).item("x", null, null, 1, "尺码", "XS");
        member.order("b", D - 364).item("x", null, null, 1, "颜色", "红", "尺码", "S");
        member.order("c", D - 3)
                .item("x", null, null, 1, "尺码", "S")
                .item("x", null, null, 0, "尺码", "M");
        member.order("d", D - 2).refund(100).item("x", null, null, 1, "尺码", "L");
        member.order("e", D - 1).refund(99).item("x", null, null, 1, "尺码", "XL");
        assertThat(read.number("sizesBought", member)).isEqualTo(2);
        assertThat(read.number("sizesBought", member, D - 1)).isEqualTo(3);
    }

    @Test
    void ordersOfAYearCountingOrNot() {
        TestMember member = new TestMember();
        member.order("a", D - 365);
        member.order("b", D - 364)
                .amount(90)
                .refund(30)
                .created(90 * TestMember.MINUTE)
                .discount(500)
                .quantity(2)
                .from("JUHUASUAN")
                .via("MOBILE", "顺丰", "flagship")
                .to("浙江省", "杭州市", "x");
        member.order("c", D - 1).status(OrderStatus.CREATED);
        member.order("d", D).status(OrderStatus.REFUNDED).refund(100);
        member.order("e", D + 1);
        assertThat(
                        read.rows(
                                RowType.ORDER,
                                member,
                                D,
                                "on age amount items discount minutesToPay first campaign counts status"
                                        .split(" ")))
                .containsExactly(
                        (D - 364) + " 364 6000 2 500 90 0 1 1 COMPLETED",
                        (D - 1) + " 1 10000 1 0 - 0 0 0 CREATED",
                        D + " 0 0 1 0 - 0 0 0 REFUNDED");
        assertThat(
                        read.rows(
                                RowType.ORDER,
                                member,
                                D - 300,
                                "shop channel source carrier province city first".split(" ")))
                .containsExactly(
                        "null null null null null null 1",
                        "flagship MOBILE JUHUASUAN 顺丰 浙江省 杭州市 0");
    }

    @Test
    void purchasesArePositiveLinesOfCountingOrders() {
        TestMember member = new TestMember();
        member.order("a", D - 365).item("old", null, null, 1);
        member.order("b", D - 364).item("s1", "蕾丝", "内衣", 2, "颜色", "红").item("s2", null, null, -1);
        member.order("c", D).refund(100).item("s3", null, null, 1);
        member.order("d", D).refund(99).item("s4", null, null, 1);
        assertThat(
                        read.rows(
                                RowType.PURCHASE,
                                member,
                                D,
                                "on age quantity price sku name category 颜色".split(" ")))
                .containsExactly(
                        (D - 364) + " 364 2 100000 s1 蕾丝 内衣 红",
                        D + " 0 1 100000 s4 null null null");
    }
}
