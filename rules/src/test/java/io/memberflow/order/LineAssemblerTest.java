package io.memberflow.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class LineAssemblerTest {

    private static final String HEADER =
            "order_id,member_id,paid_at,status,amount,refund_amount,discount,shop,sku,"
                    + "item_quantity,item_price";

    @Test
    void linesAreOneOrder() {
        Order order =
                order(
                        "2025-03-02 10:05,,,,,north,B,2,1.50",
                        "2025-03-02 10:00,,,,5,south,A,,2.255",
                        "2025-03-03 00:00,,,,,west,A,-1,0.5");
        assertThat(order.amount()).isEqualTo(476);
        assertThat(order.quantity()).isEqualTo(2);
        assertThat(order.discounted()).isTrue();
        assertThat(order.status()).isEqualTo(OrderStatus.COMPLETED);
        assertThat(order.day()).isEqualTo((int) LocalDate.of(2025, 3, 2).toEpochDay());
        assertThat(order.paidAt()).isEqualTo(new Times(Events.SHANGHAI).parse("2025-03-02T10:00"));
    }

    @Test
    void theSumIsRoundedOnceHalfUp() {
        assertThat(order(line("A,1,0.0025"), line("B,1,0.0025")).amount()).isEqualTo(1);
        assertThat(order(line("A,1,0.0024"), line("B,1,0.0025")).amount()).isZero();
        assertThat(order(line("A,1,0.004"), line("B,-1,0.008")).amount()).isZero();
    }

    @Test
    void equalLinesAreTwoLines() {
        Assembled assembled = assemble(line("A,1,2"), line("A,1,2"));
        assertThat(assembled.order().rows()).isEqualTo(2);
        assertThat(assembled.order().order().amount()).isEqualTo(400);
        assertThat(assembled.order().order().quantity()).isEqualTo(2);
    }

    @Test
    void aGivenAmountStandsAndMustAgree() {
        assertThat(order("2025-03-01,,7,,,s,A,1,1", "2025-03-01,,7.00,,,s,B,1,").amount())
                .isEqualTo(700);
        allRefused(
                RejectCode.MALFORMED,
                "amount",
                "2025-03-01,,7,,,s,A,1,1",
                "2025-03-01,,8,,,s,B,1,1");
        allRefused(
                RejectCode.MALFORMED,
                "amount",
                "2025-03-01,,7,,,s,A,1,1",
                "2025-03-01,,,,,s,B,1,1");
    }

    @Test
    void withoutAnAmountEveryLineNeedsAPrice() {
        allRefused(RejectCode.MALFORMED, "item_price", line("A,1,1"), line("B,1,"));
    }

    @Test
    void theSumIsBoundedAsAnAmountIs() {
        allRefused(RejectCode.BAD_AMOUNT, "negative", line("A,-1,1"), line("B,1,0.99"));
        allRefused(RejectCode.BAD_AMOUNT, "1e12", line("A,1000000000,1e12"), line("B,1,1"));
        assertThat(order(line("A,1,1e12"), line("B,1,0")).amount())
                .isEqualTo(OrderChecks.MAX_AMOUNT);
        allRefused(RejectCode.BAD_AMOUNT, "refund_amount", "2025-03-01,REFUNDED,,2,,s,A,1,1");
    }

    @Test
    void aRefundedOrderWithoutARefundGaveBackItsSum() {
        Order order = order("2025-03-01,REFUNDED,,,,s,A,2,1", "2025-03-01,REFUNDED,,,,s,B,1,1");
        assertThat(order.refund()).isEqualTo(300);
    }

    @Test
    void atEqualTimesTheSmallestTextLendsItsColumns() {
        Order cancelled = order("2025-03-01,PAID,,,,s,A,1,1", "2025-03-01,CANCELLED,,,,s,B,1,1");
        assertThat(cancelled.status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void oneBadLineRefusesAllEachWithItsOwnOrigin() {
        Assembled assembled =
                assemble(line("A,1,1"), line("B,one,1"), line("C,1,-x"), line("D,1,2"));
        assertThat(assembled.order()).isNull();
        assertThat(assembled.rejected())
                .extracting(Rejected::origin)
                .containsExactly("lines:2", "lines:3", "lines:4", "lines:5");
        assertThat(assembled.rejected())
                .extracting(Rejected::code)
                .containsOnly(RejectCode.MALFORMED);
        assertThat(assembled.rejected().get(0).message()).contains("lines:3");
        assertThat(assembled.rejected().get(1).message()).contains("item_quantity");
        assertThat(assembled.rejected().get(2).message()).contains("item_price");
        assertThat(assembled.rejected().get(3).raw()).isEqualTo("T1,m," + line("D,1,2"));
    }

    @Test
    void theOtherLinesGetTheCodeOfTheWorst() {
        Assembled assembled =
                assemble(line("A,1,1"), "2025-04-01,,,,,s,B,1,1", "2025-03-01,,-1,,,s,C,1,1");
        assertThat(assembled.rejected())
                .extracting(Rejected::code)
                .containsExactly(RejectCode.BAD_AMOUNT, RejectCode.FUTURE, RejectCode.BAD_AMOUNT);
    }

    @Property(tries = 300)
    void theOrderOfTheLinesDoesNotMatter(
            @ForAll("orders") List<String> rows, @ForAll Random random) {
        List<OrderLine> lines = lines(rows.toArray(String[]::new));
        List<OrderLine> shuffled = new ArrayList<>(lines);
        Collections.shuffle(shuffled, random);
        LineAssembler assembler = new LineAssembler(Events.BOUNDED);
        Assembled one = assembler.assemble(lines, 0);
        Assembled other = assembler.assemble(shuffled, 0);
        assertThat(other.order()).usingRecursiveComparison().isEqualTo(one.order());
        assertThat(other.rejected()).containsExactlyInAnyOrderElementsOf(one.rejected());
        assertThat(one.rejected()).hasSize(one.order() == null ? rows.size() : 0);
    }

    @Provide
    Arbitrary<List<String>> orders() {
        Arbitrary<String> time =
                Arbitraries.of("2025-03-01", "2025-03-01T00:00:00", "2025-03-02 10:00", "");
        Arbitrary<String> amount = Arbitraries.frequency(Tuple.of(20, ""), Tuple.of(1, "3"));
        return Combinators.combine(
                        time,
                        Arbitraries.of("", "PAID", "CREATED"),
                        amount,
                        Arbitraries.of("", "1"),
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.of("A", "B"),
                        Arbitraries.of("", "1", "2", "-1"),
                        Arbitraries.frequency(
                                Tuple.of(30, "1.005"), Tuple.of(30, "2"), Tuple.of(1, "")))
                .as(
                        (t, s, a, d, shop, sku, q, p) ->
                                String.join(",", t, s, a, "", d, shop, sku, q, p))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static String line(String item) {
        return "2025-03-01,,,,,s," + item;
    }

    private static void allRefused(RejectCode code, String named, String... rows) {
        Assembled assembled = assemble(rows);
        assertThat(assembled.order()).isNull();
        assertThat(assembled.rejected()).hasSize(rows.length);
        assertThat(assembled.rejected())
                .allSatisfy(
                        rejected -> {
                            assertThat(rejected.code()).isEqualTo(code);
                            assertThat(rejected.message()).contains(named);
                            assertThat(rejected.memberId()).isEqualTo("m");
                        });
    }

    private static Order order(String... rows) {
        return assemble(rows).order().order();
    }

    private static Assembled assemble(String... rows) {
        return new LineAssembler(Events.BOUNDED).assemble(lines(rows), 0);
    }

    private static List<OrderLine> lines(String... rows) {
        List<OrderLine> lines = new ArrayList<>();
        for (String row : rows) {
            RawEvent event = Events.row(HEADER, "T1,m," + row);
            RawEvent placed =
                    new RawEvent(
                            "lines:" + (lines.size() + 2), event.bytes(), event.length(), HEADER);
            lines.add((OrderLine) Events.read(placed));
        }
        return lines;
    }
}
