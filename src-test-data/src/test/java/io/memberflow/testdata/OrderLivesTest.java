package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderLivesTest {
    private final StreamSettings settings = StreamSettings.shanghai(1, 1, 0);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void all120OrdersOfAForwardLifeGiveOneAnswer(boolean versions) {
        OracleMember member = onlyAnswer(OrderLives.forward(settings, versions));

        assertThat(member.facts().life().orders()).isZero();
        assertThat(member.facts().life().refundAmount()).isEqualTo(320_00);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void all120OrdersOfALifeWithBackStepsGiveOneAnswer(boolean versions) {
        OracleMember member = onlyAnswer(OrderLives.withBackSteps(settings, versions));

        assertThat(member.facts().life().amount()).isEqualTo(300_00);
        assertThat(member.facts().recencyDays()).isEqualTo(40);
        assertThat(member.valueOf("lifecycle")).isEqualTo("新手期");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLinesHoldWhatTheySay(boolean versions) {
        for (HostileEvent event : OrderLives.forward(settings, versions)) {
            Order order = event.order();
            assertThat(
                            TestOrderReader.order(
                                    TestOrderReader.parse(event.json()),
                                    settings.zone(),
                                    order.fingerprint()))
                    .isEqualTo(order);
            assertThat(order.version() > 0).isEqualTo(versions);
            assertThat(OrderStatus.values()).contains(order.status());
        }
    }

    private OracleMember onlyAnswer(List<HostileEvent> states) {
        List<List<Order>> arrivals = OrderLives.permutations(HostileStreams.orders(states));
        assertThat(arrivals).hasSize(120).doesNotHaveDuplicates();
        HashSet<OracleAnswer> answers = new HashSet<>();
        for (List<Order> arrival : arrivals) {
            answers.add(BatchOracle.answer(arrival, OracleQuestion.fixed(settings.asOf())));
        }
        assertThat(answers).hasSize(1);
        return answers.iterator().next().members().get("m-lives");
    }
}
