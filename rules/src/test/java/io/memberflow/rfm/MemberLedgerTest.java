package io.memberflow.rfm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.OrderDetails;
import io.memberflow.member.OrderItem;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberLedgerTest {
    private static final int DAY = 20_000;
    private static final long MICROS = 86_400_000_000L;
    private static final long NOON = DAY * 86_400_000_000L + 43_200_000_000L;

    private final MemberLedger ledger = new MemberLedger(LedgerState.empty());

    /** Each step decides although every later step says the opposite. */
    static Stream<Arguments> tieBreaks() {
        TestOrder base = TestOrder.of("o", DAY).status(OrderStatus.SHIPPED);
        TestOrder late =
                base.updatedAt(NOON).status(OrderStatus.REFUNDED).refund(50_00).fingerprint(9);
        TestOrder high = base.status(OrderStatus.EXPIRED).refund(50_00).fingerprint(9);
        return Stream.of(
                Arguments.of("version", late, base.version(1)),
                Arguments.of("version below 0", late.version(-2), base.version(-1)),
                Arguments.of("updated_at", high, base.updatedAt(base.updatedAt() + 1)),
                Arguments.of("a time before 1970", high.updatedAt(-2), base.updatedAt(-1)),
                Arguments.of("no time is first", high.updatedAt(Order.NO_TIME), base),
                Arguments.of(
                        "status",
                        base.refund(99_00).fingerprint(9),
                        base.status(OrderStatus.COMPLETED)),
                Arguments.of(
                        "CREATED before PAID",
                        base.status(OrderStatus.CREATED).refund(1),
                        base.status(OrderStatus.PAID)),
                Arguments.of(
                        "EXPIRED before REFUNDED",
                        base.status(OrderStatus.EXPIRED).refund(1),
                        base.status(OrderStatus.REFUNDED)),
                Arguments.of("refund", base.fingerprint(9), base.refund(1)),
                Arguments.of("text", base.fingerprint(-1), base.fingerprint(0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tieBreaks")
    void theGreaterStateStandsWhicheverComesFirst(String step, TestOrder less, TestOrder greater) {
        assertThat(ledger.apply(less.build())).isTrue();
        assertThat(ledger.apply(greater.build())).isTrue();
        assertThat(ledger.apply(less.build())).isFalse();
        assertThat(ledger.apply(greater.build())).isFalse();
        assertThat(ledger.size()).isEqualTo(1);

        MemberLedger other = new MemberLedger(LedgerState.empty());
        assertThat(other.apply(greater.build())).isTrue();
        assertThat(other.apply(less.build())).isFalse();
        assertThat(other.history("m"))
                .usingRecursiveComparison()
                .isEqualTo(ledger.history("m"))
                .isEqualTo(TestOrder.history(greater));
    }

    @Test
    void allOrdersOfFiveStatesOfOneOrderGiveTheSame() {
        List<TestOrder> life =
                List.of(
                        TestOrder.of("o", DAY).status(OrderStatus.CREATED),
                        TestOrder.of("o", DAY).status(OrderStatus.PAID),
                        TestOrder.of("o", DAY).status(OrderStatus.SHIPPED),
                        TestOrder.of("o", DAY).status(OrderStatus.COMPLETED),
                        TestOrder.of("o", DAY).status(OrderStatus.REFUNDED).refund(40_00));
        List<List<TestOrder>> all = Permutations.of(life);
        assertThat(all).hasSize(120);
        for (List<TestOrder> one : all) {
            MemberHistory history = TestOrder.history(one);
            assertThat(history.orders()).containsExactly(1);
            assertThat(history.amount()).containsExactly(60_00);
            assertThat(history.refunds()).containsExactly(1);
        }
    }

    @Test
    void aNewerStateMayGoBack() {
        ledger.apply(TestOrder.of("o", DAY).status(OrderStatus.CANCELLED).version(1).build());
        assertThat(ledger.history("m").days()).isEmpty();
        ledger.apply(TestOrder.of("o", DAY).status(OrderStatus.PAID).version(2).build());
        assertThat(ledger.history("m").orders()).containsExactly(1);
    }

    @Test
    void addsUpByDateWhateverTheOrderOfArrival() {
        List<TestOrder> orders =
                new ArrayList<>(
                        List.of(
                                TestOrder.of("a", DAY).quantity(3).withDiscount(),
                                TestOrder.of("b", DAY).amount(250_00).refund(50_00).quantity(-1),
                                TestOrder.of("c", DAY - 400).amount(0).quantity(0),
                                TestOrder.of("d", DAY - 1).status(OrderStatus.CREATED),
                                TestOrder.of("e", DAY - 3).refund(100_00),
                                TestOrder.of("f", DAY + 5).status(OrderStatus.SHIPPED)));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(orders, new Random(seed));
            MemberHistory history = TestOrder.history(orders);
            assertThat(history.memberId()).isEqualTo("m");
            assertThat(history.firstSeenOn()).isEqualTo(DAY - 400);
            assertThat(history.days()).containsExactly(DAY - 400, DAY - 3, DAY, DAY + 5);
            assertThat(history.orders()).containsExactly(1, 0, 2, 1);
            assertThat(history.amount()).containsExactly(0, 0, 300_00, 100_00);
            assertThat(history.items()).containsExactly(0, 0, 2, 1);
            assertThat(history.discounted()).containsExactly(0, 0, 1, 0);
            assertThat(history.largest()).containsExactly(0, 0, 200_00, 100_00);
            assertThat(history.refunds()).containsExactly(0, 1, 1, 0);
            assertThat(history.refundAmount()).containsExactly(0, 100_00, 50_00, 0);
            assertThat(newest(history)).containsExactly("f", "b", "a", "c");
            assertThat(history.orderRows().ids()).containsExactly("c", "e", "d", "a", "b", "f");
            assertThat(history.orderRows().days())
                    .containsExactly(DAY - 400, DAY - 3, DAY - 1, DAY, DAY, DAY + 5);
            assertThat(history.orderRows().quantities()[3]).isEqualTo(3);
            assertThat(history.folded()).isSameAs(Folded.NONE);
        }
    }

    @Test
    void aRefundTakesTheOrderOutAndAnotherPaymentMovesIt() {
        ledger.apply(TestOrder.of("old", DAY - 10).build());
        ledger.apply(TestOrder.of("new", DAY).build());
        ledger.apply(TestOrder.of("new", DAY).version(1).refund(100_00).build());
        assertThat(newest(ledger.history("m"))).containsExactly("old");
        assertThat(ledger.history("m").orders()).containsExactly(1, 0);
        ledger.apply(TestOrder.of("new", DAY - 20).version(2).build());
        assertThat(ledger.history("m").days()).containsExactly(DAY - 20, DAY - 10);
        assertThat(ledger.history("m").firstSeenOn()).isEqualTo(DAY - 20);
    }

    @Test
    void refundedOrdersOfAmountZero() {
        assertThat(TestOrder.history(TestOrder.of("o", DAY).amount(0)).orders()).containsExactly(1);
        assertThat(
                        TestOrder.history(
                                        TestOrder.of("o", DAY)
                                                .amount(0)
                                                .status(OrderStatus.REFUNDED))
                                .days())
                .isEmpty();
    }

    @Test
    void anOrderWithoutADateStandsOnEveryDay() {
        ledger.apply(
                TestOrder.of("o", Order.NO_DAY)
                        .status(OrderStatus.CREATED)
                        .updatedAt(Order.NO_TIME)
                        .paidAt(Order.NO_TIME)
                        .build());
        assertThat(ledger.history("m").firstSeenOn()).isEqualTo(Integer.MIN_VALUE);
        assertThat(ledger.history("m").days()).isEmpty();
    }

    @Test
    void nothingIsKnownOfAMemberWithoutOrders() {
        assertThat(ledger.size()).isZero();
        assertThat(ledger.history("m").firstSeenOn()).isEqualTo(Integer.MAX_VALUE);
        assertThat(ledger.history("m").days()).isEmpty();
        assertThat(newest(ledger.history("m"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 15, 16, 17, 32, 33, 64, 1_000, 3_000})
    void everyOrderIsFoundAgain(int count) {
        MemberLedger first = new MemberLedger(LedgerState.empty());
        for (int i = 0; i < count; i++) {
            assertThat(first.apply(TestOrder.of("order-" + i, DAY - i).build())).isTrue();
            assertThat(first.size()).isEqualTo(i + 1);
        }
        MemberLedger second = new MemberLedger(first.state());
        for (int i = count - 1; i >= 0; i--) {
            assertThat(second.apply(TestOrder.of("order-" + i, DAY - i).build())).isFalse();
            assertThat(second.apply(TestOrder.of("order-" + i, DAY - i).version(1).build()))
                    .isTrue();
        }
        assertThat(second.size()).isEqualTo(count);
        assertThat(second.history("m").days()).hasSize(count);
        assertThat(second.state().slots().length)
                .as("an index only where it pays, at most half full")
                .satisfies(
                        slots -> assertThat(slots == 0 ? count <= 8 : slots >= 2 * count).isTrue());
        assertThat(second.state().cells().length)
                .isLessThanOrEqualTo((count * 3 / 2 + 1) * MemberLedger.STRIDE);
    }

    @Test
    void idsWithEqualHashesAreTheirOwnOrders() {
        List<String> ids = new ArrayList<>(List.of(""));
        for (int i = 0; i < 9; i++) {
            ids = ids.stream().flatMap(id -> Stream.of(id + "Aa", id + "BB")).toList();
        }
        assertThat(ids.stream().map(id -> Arrays.hashCode(id.getBytes(UTF_8))).distinct())
                .as("they do collide")
                .hasSize(1);
        for (String id : ids) {
            assertThat(ledger.apply(TestOrder.of(id, DAY).build())).isTrue();
        }
        for (String id : ids) {
            assertThat(ledger.apply(TestOrder.of(id, DAY).build())).isFalse();
        }
        assertThat(ledger.history("m").orders()).containsExactly(512);
    }

    @Test
    void idsThatBeginAlikeAndIdsOfManyBytes() {
        List<String> ids = List.of("1", "11", "111", "订单", "订单1", "😀", "a".repeat(200), "");
        ids.forEach(id -> assertThat(ledger.apply(TestOrder.of(id, DAY).build())).isTrue());
        ids.forEach(id -> assertThat(ledger.apply(TestOrder.of(id, DAY).build())).isFalse());
        assertThat(newest(ledger.history("m"))).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void namesTheNewestTwentyCountingOrders() {
        for (int i = 0; i < 30; i++) {
            ledger.apply(TestOrder.of(String.format("d%02d", i), DAY - 30 + i).build());
        }
        ledger.apply(TestOrder.of("x", DAY).status(OrderStatus.CANCELLED).build());
        ledger.apply(TestOrder.of("y", DAY).refund(100_00).build());
        MemberHistory history = ledger.history("m");
        assertThat(newest(history))
                .containsExactly(
                        IntStream.range(0, 20)
                                .mapToObj(i -> String.format("d%02d", 29 - i))
                                .toArray(String[]::new));
        assertThat(history.newestCounting(DAY - 5, DAY - 3, 20))
                .containsExactly("d27", "d26", "d25");
        assertThat(history.newestCounting(Long.MIN_VALUE, DAY - 29, 1)).containsExactly("d01");
        assertThat(history.newestCounting(Long.MAX_VALUE, DAY, 20)).isEmpty();
    }

    @Test
    void ofOneDayTheLaterPaidAndThenTheGreaterIdIsNewer() {
        for (int i = 0; i < 25; i++) {
            ledger.apply(TestOrder.of(String.format("%02d", i), DAY).build());
        }
        ledger.apply(TestOrder.of("00", DAY).version(1).paidAt(NOON).build());
        ledger.apply(TestOrder.of("～", DAY).build());
        ledger.apply(TestOrder.of("😀", DAY).build());
        assertThat(newest(ledger.history("m")))
                .startsWith("00", "😀", "～", "24", "23")
                .endsWith("09", "08")
                .hasSize(20);
    }

    @Test
    void sumsStopAtWhatATableHolds() {
        for (int i = 0; i < 3; i++) {
            ledger.apply(TestOrder.of("o" + i, DAY).amount(Fen.MAX).build());
            ledger.apply(TestOrder.of("r" + i, DAY).amount(Fen.MAX).refund(Fen.MAX).build());
        }
        assertThat(ledger.history("m").amount()).containsExactly(Fen.MAX);
        assertThat(ledger.history("m").refundAmount()).containsExactly(Fen.MAX);
        ledger.foldBefore(DAY + 1);
        ledger.apply(TestOrder.of("x", DAY - 1).amount(1).build());
        ledger.foldBefore(DAY + 1);
        assertThat(ledger.history("m").folded().amount()).isEqualTo(Fen.MAX);
        assertThat(ledger.history("m").folded().refundAmount()).isEqualTo(Fen.MAX);
    }

    @Test
    void foldsWhatIsOlderAndKeepsTheRest() {
        ledger.apply(TestOrder.of("a", DAY - 9).amount(70_00).quantity(4).withDiscount().build());
        ledger.apply(TestOrder.of("b", DAY - 9).amount(20_00).refund(5_00).build());
        ledger.apply(TestOrder.of("c", DAY - 5).refund(100_00).build());
        ledger.apply(TestOrder.of("d", DAY - 20).status(OrderStatus.CREATED).build());
        ledger.apply(TestOrder.of("e", DAY).quantity(7).build());
        ledger.apply(TestOrder.of("f", DAY + 1).build());

        ledger.foldBefore(DAY);

        assertThat(ledger.size()).isEqualTo(2);
        MemberHistory history = ledger.history("m");
        assertThat(history.folded())
                .usingRecursiveComparison()
                .isEqualTo(
                        new Folded(
                                new int[] {DAY - 9},
                                new long[] {85_00},
                                DAY - 20,
                                (DAY - 20) * MICROS,
                                new FirstOrder("a", DAY - 9, (DAY - 9) * MICROS, null),
                                2,
                                85_00,
                                5,
                                1,
                                70_00,
                                2,
                                105_00));
        assertThat(history.firstSeenOn()).isEqualTo(DAY - 20);
        assertThat(history.days()).containsExactly(DAY, DAY + 1);
        assertThat(history.items()).containsExactly(7, 1);
        assertThat(ledger.apply(TestOrder.of("e", DAY).quantity(7).build())).isFalse();

        ledger.foldBefore(DAY + 1);
        assertThat(ledger.history("m").folded())
                .usingRecursiveComparison()
                .isEqualTo(
                        new Folded(
                                new int[] {DAY - 9, DAY},
                                new long[] {85_00, 100_00},
                                DAY - 20,
                                (DAY - 20) * MICROS,
                                new FirstOrder("a", DAY - 9, (DAY - 9) * MICROS, null),
                                3,
                                185_00,
                                12,
                                1,
                                100_00,
                                2,
                                105_00));
    }

    @Test
    void foldingWithNothingToFoldChangesNothing() {
        ledger.apply(TestOrder.of("a", DAY).build());
        ledger.foldBefore(DAY);
        assertThat(ledger.size()).isEqualTo(1);
        assertThat(ledger.history("m").folded()).isSameAs(Folded.NONE);
    }

    @Test
    void anOrderWithoutADateIsNotKnownToBeOldAndStays() {
        ledger.apply(
                TestOrder.of("n", Order.NO_DAY).version(2).status(OrderStatus.CANCELLED).build());
        ledger.apply(TestOrder.of("a", DAY - 5).build());
        ledger.foldBefore(DAY);
        assertThat(ledger.size()).isEqualTo(1);
        assertThat(ledger.apply(TestOrder.of("n", DAY - 5).version(1).build())).isFalse();
        assertThat(ledger.history("m").firstSeenOn()).isEqualTo(Integer.MIN_VALUE);
        assertThat(ledger.history("m").folded().days()).containsExactly(DAY - 5);
    }

    @Test
    void theIndexIsRightAfterFoldingALargeMember() {
        for (int i = 0; i < 400; i++) {
            ledger.apply(TestOrder.of("o" + i, DAY + i).build());
        }
        ledger.foldBefore(DAY + 100);
        assertThat(ledger.size()).isEqualTo(300);
        for (int i = 100; i < 400; i++) {
            assertThat(ledger.apply(TestOrder.of("o" + i, DAY + i).build())).isFalse();
        }
        ledger.foldBefore(DAY + 395);
        assertThat(ledger.state().slots()).as("few orders need no index").isEmpty();
        assertThat(ledger.history("m").folded().days()).hasSize(395);
        assertThat(ledger.history("m").folded().orders()).isEqualTo(395);
    }

    private static List<String> newest(MemberHistory history) {
        return history.newestCounting(Long.MIN_VALUE, Integer.MAX_VALUE, 20);
    }

    @Test
    void keepsWhatOrdersSayBesides() {
        OrderDetails details = details("x");
        ledger.apply(TestOrder.of("a", DAY).build());
        ledger.apply(TestOrder.of("b", DAY + 1).build());
        assertThat(ledger.state().details()).as("what says nothing costs nothing").isEmpty();
        ledger.apply(with(TestOrder.of("b", DAY + 1).version(1), details));
        assertThat(ledger.history("m").orderRows().details()).containsExactly(null, details);
        ledger.apply(TestOrder.of("b", DAY + 1).version(2).build());
        assertThat(ledger.history("m").orderRows().details()).containsOnlyNulls();
    }

    @Test
    void foldingKeepsTheFirstOrder() {
        ledger.apply(with(TestOrder.of("b", DAY), details("second")));
        ledger.apply(with(TestOrder.of("a", DAY), details("first")));
        ledger.apply(with(TestOrder.of("0", DAY - 1).refund(100_00), details("refunded")));
        ledger.apply(with(TestOrder.of("z", DAY + 9), details("kept")));
        ledger.foldBefore(DAY + 1);
        assertThat(ledger.history("m").folded().first())
                .isEqualTo(new FirstOrder("a", DAY, DAY * MICROS, "first"));
        assertThat(ledger.history("m").orderRows().details()[0].source()).isEqualTo("kept");
        ledger.foldBefore(DAY + 10);
        assertThat(ledger.history("m").folded().first().source()).isEqualTo("first");
    }

    @Test
    void forgettingIsAsIfTheStatesHadNeverCome() {
        List<TestOrder> states =
                List.of(
                        TestOrder.of("a", DAY).version(5).updatedAt(10),
                        TestOrder.of("a", DAY).version(4).updatedAt(20),
                        TestOrder.of("a", DAY).version(3).updatedAt(30).quantity(3),
                        TestOrder.of("a", DAY).version(3).updatedAt(30).fingerprint(-1),
                        TestOrder.of("a", DAY).version(2).updatedAt(25),
                        TestOrder.of("b", DAY - 1).updatedAt(Order.NO_TIME));
        for (long until : new long[] {9, 10, 15, 20, 25, 29, 30}) {
            MemberHistory expected =
                    TestOrder.history(
                            states.stream().filter(state -> state.updatedAt() > until).toList());
            for (List<TestOrder> arrival : Permutations.of(states)) {
                MemberLedger one = new MemberLedger(LedgerState.empty());
                arrival.forEach(state -> one.apply(state.build()));
                one.forget(until);
                assertThat(one.history("m")).usingRecursiveComparison().isEqualTo(expected);
            }
        }
    }

    @Test
    void statesThatCanNeverStandAgainAreNotKept() {
        ledger.apply(TestOrder.of("a", DAY).version(5).updatedAt(10).build());
        ledger.apply(TestOrder.of("a", DAY).version(4).updatedAt(10).build());
        assertThat(ledger.state().overtaken()).isEmpty();
        for (int i = 0; i < 3; i++) {
            ledger.apply(TestOrder.of("a", DAY).version(3).updatedAt(30).build());
            ledger.apply(TestOrder.of("a", DAY).version(2).updatedAt(25).build());
        }
        assertThat(ledger.state().overtaken()).hasSize(1);
        ledger.apply(TestOrder.of("a", DAY).version(6).updatedAt(30).build());
        assertThat(ledger.state().overtaken()).isEmpty();
    }

    @Test
    void whatWasFoldedIsForgottenUnlessAllOfItIsLater() {
        ledger.apply(TestOrder.of("a", DAY).build());
        ledger.apply(TestOrder.of("b", DAY + 1).build());
        ledger.foldBefore(DAY + 2);
        ledger.forget(DAY * MICROS - 1);
        assertThat(ledger.history("m").folded().orders()).isEqualTo(2);
        ledger.forget(DAY * MICROS);
        assertThat(ledger.history("m").isEmpty()).isTrue();
    }

    private static OrderDetails details(String source) {
        return new OrderDetails(0, 0, null, null, source, null, null, null, null, new OrderItem[0]);
    }

    private static Order with(TestOrder order, OrderDetails details) {
        Order o = order.build();
        return new Order(
                o.memberId(),
                o.orderId(),
                o.version(),
                o.status(),
                o.updatedAt(),
                o.paidAt(),
                o.day(),
                o.amount(),
                o.refund(),
                o.discounted(),
                o.quantity(),
                o.fingerprint(),
                details);
    }
}
