package io.memberflow.order;

import static io.memberflow.order.Events.json;
import static io.memberflow.order.Events.order;
import static io.memberflow.order.Events.read;
import static io.memberflow.order.Events.rejected;
import static io.memberflow.order.Events.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    private static final String HEADER = "order_id,member_id,paid_at,amount";
    private static final String LINES = "order_id,member_id,paid_at,sku,item_quantity,item_price";

    @Test
    void aRowIsACompletedOrder() {
        Order order = order(row(HEADER, "T1,m-42,2025-03-01 10:15:30,199"));
        assertThat(order.status()).isEqualTo(OrderStatus.COMPLETED);
        assertThat(order.amount()).isEqualTo(19_900);
        assertThat(order.memberId()).isEqualTo("m-42");
    }

    @Test
    void aRowSaysTheSameAsTheJsonEventOfItsFields() {
        String header =
                " unknown, discount ,receiver_address,receiver_city,receiver_province,carrier,source,"
                        + "channel,shop,currency,refund_amount,amount,updated_at,paid_at,created_at,status,"
                        + "member_id,version,order_id";
        String row =
                "?,20,\"文三路, 100 号\n\"\"5\"\" 层\",杭州市,浙江省,顺丰,S,MOBILE,flagship,CNY,0.5,199,"
                        + "2025-03-01 10:15:31,2025-03-01 10:15:30,2025-03-01 10:10,PAID,m-42,1,T1001";
        String event =
                """
                {"order_id":"T1001","version":"1","member_id":"m-42","status":"PAID",
                 "created_at":"2025-03-01T10:10:00+08:00","paid_at":"2025-03-01T02:15:30Z",
                 "updated_at":"2025-03-01T10:15:31","amount":1.99e2,"refund_amount":"0.50",
                 "discount":20.0,"shop":"flagship","channel":"MOBILE","source":"S","carrier":"顺丰",
                 "receiver":{"city":"杭州市","address":"文三路, 100 号\\n\\"5\\" 层","province":"浙江省"}}
                """;
        assertThat(order(row(header, row)))
                .usingRecursiveComparison()
                .isEqualTo(order(json(event)));
    }

    @Test
    void emptyCellsAreAbsent() {
        String header = HEADER + ",version,status,currency,discount,updated_at,shop";
        assertThat(order(row(header, "T1,m,2025-03-01,1,,\"\", ,,,")))
                .isEqualTo(order(row(HEADER, "T1,m,2025-03-01,1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "T1,m,2025-03-01|cells", "T1,m,2025-03-01,1,2|cells", "T1,m,2025-03-01,\"1|quotes",
                "T1,m,2025-03-01,\"1\"x|quotes", ",m,2025-03-01,1|order_id",
                        "T1,m,2025-03-01,|amount",
                "T1,m,2025-03-01,x|amount", "T1,m,yesterday,1|paid_at"
            })
    void badRowsAreMalformedWithTheirMember(String row, String named) {
        Rejected rejected = rejected(row(HEADER, row));
        assertThat(rejected.code()).isEqualTo(RejectCode.MALFORMED);
        assertThat(rejected.message()).contains(named);
        assertThat(rejected.memberId()).isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "T,m,2025-03-01,1\nT,m,2025-03-01,1", "\"a\",\"b\"\n1"})
    void twoRecordsAreNoRow(String row) {
        assertThat(CsvCells.split(row)).isNull();
        assertThat(rejected(row(HEADER, row)).code()).isEqualTo(RejectCode.MALFORMED);
    }

    @Test
    void theOtherCodesApplyToRows() {
        assertThat(rejected(row(HEADER, "T1,,2025-03-01,1")).code())
                .isEqualTo(RejectCode.NO_MEMBER);
        assertThat(rejected(row(HEADER, "T1,m,,1")).code()).isEqualTo(RejectCode.NO_TIME);
        assertThat(rejected(row(HEADER, "T1,m,2025-03-01,-1")).code())
                .isEqualTo(RejectCode.BAD_AMOUNT);
        assertThat(rejected(row(HEADER + ",currency", "T1,m,2025-03-01,1,USD")).code())
                .isEqualTo(RejectCode.WRONG_CURRENCY);
        assertThat(rejected(row(HEADER, "T1,m,2025-04-01,1")).code()).isEqualTo(RejectCode.FUTURE);
    }

    @Test
    void aRowWithColumnsOfItemsIsALineEvenWhenItIsBad() {
        RawEvent sound = row(LINES, "T1, m ,2025-03-01,A,1,9.99");
        assertThat(read(sound))
                .isEqualTo(
                        new OrderLine(
                                "m", "T1", new Times(Events.SHANGHAI).parse("2025-03-01"), sound));
        assertThat(read(row(LINES, "T1,m,2025-03-01,A,one,9.99"))).isInstanceOf(OrderLine.class);
        assertThat(read(row(LINES, "T1,m,2025-03-01,\"A,1,9.99"))).isInstanceOf(OrderLine.class);
        assertThat(read(row(LINES, "T1,m,,A,1,9.99"))).isInstanceOf(OrderLine.class);
    }

    @Test
    void aLineWhoseOrderCannotBeToldIsRefusedAlone() {
        assertThat(rejected(row(LINES, "T1,,2025-03-01,A,-5,9.99")).code())
                .isEqualTo(RejectCode.NO_MEMBER);
        assertThat(rejected(row(LINES, "T1,guest,2025-03-01,A,1,9.99")).code())
                .isEqualTo(RejectCode.NO_MEMBER);
        assertThat(rejected(row(LINES, ",m,2025-03-01,A,1,9.99")).code())
                .isEqualTo(RejectCode.MALFORMED);
        assertThat(rejected(row(LINES, "\"T1,m,2025-03-01,A,1,9.99")).code())
                .isEqualTo(RejectCode.MALFORMED);
    }

    @Test
    void theKeyOfALineTellsMembersAndOrdersApart() {
        RawEvent row = row(LINES, "");
        assertThat(new OrderLine("a", "bc", 0, row).key())
                .isNotEqualTo(new OrderLine("ab", "c", 0, row).key());
        assertThat(new OrderLine("1", "1:x", 0, row).key())
                .isNotEqualTo(new OrderLine("11", ":x", 0, row).key());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "order_id,member_id,paid_at|amount",
                "member_id,paid_at,amount|order_id",
                "order_id,paid_at,amount|member_id",
                "order_id,member_id,amount|paid_at",
                "order_id,member_id,paid_at,sku|amount (or item_price)",
                "order_id,member_id,paid_at,amount,amount|amount twice",
                "order_id,member_id,paid_at,amount,item_price, amount |amount twice",
                "order_id;member_id;paid_at;amount|order_id",
                "\"order_id|quotes"
            })
    void headersThatCannotServeAreRefused(String header, String named) {
        assertThatThrownBy(() -> CsvHeader.parse(header))
                .isInstanceOf(InputProblem.class)
                .hasMessageContaining(named);
        assertThat(rejected(row(header, "x")).code()).isEqualTo(RejectCode.MALFORMED);
    }

    @Test
    void unknownColumnsMayComeTwice() {
        assertThat(CsvHeader.parse(HEADER + ",note,note").columns()).isEqualTo(6);
    }

    @Property
    void whatACsvWriterWritesIsSplitIntoItsCells(@ForAll @NotEmpty List<String> cells) {
        String row = Events.csv(cells);
        assertThat(CsvCells.split(row)).isEqualTo(cells);
    }

    @Property
    void whatIsJoinedIsSplitAgain(@ForAll @NotEmpty List<String> cells) {
        assertThat(CsvCells.split(CsvCells.join(cells))).isEqualTo(cells);
    }
}
