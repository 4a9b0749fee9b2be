package io.memberflow.benchmarks;

import io.memberflow.order.Order;
import io.memberflow.order.OrderReader;
import io.memberflow.order.Parsed;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What an order costs before anybody decides: reading it, keeping it, passing it on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamBenchmark {
    @Param("10000")
    int members;

    private Shop shop;
    private OrderReader reader;
    private Map<String, LedgerState> ledgers;
    private TypeSerializer<Order> orders;
    private TypeSerializer<MemberHistory> histories;
    private final DataOutputSerializer out = new DataOutputSerializer(1 << 16);
    private final DataInputDeserializer in = new DataInputDeserializer();
    private int next;

    @Setup(Level.Trial)
    public void generate() {
        shop = Shop.of(members, members);
        reader = new OrderReader(Shop.cleaning());
        orders = TypeInformation.of(Order.class).createSerializer(new SerializerConfigImpl());
        histories =
                TypeInformation.of(MemberHistory.class)
                        .createSerializer(new SerializerConfigImpl());
    }

    @Setup(Level.Iteration)
    public void forget() {
        ledgers = new HashMap<>();
        next = 0;
    }

    private int next(int size) {
        next = (next + 1) % size;
        return next;
    }

    @Benchmark
    public Parsed readOrder() {
        return reader.read(shop.events().get(next(shop.events().size())), 0);
    }

    /** Over and over the same orders: after the first time round, repeats. */
    @Benchmark
    public boolean applyOrder() {
        Order order = shop.orders().get(next(shop.orders().size()));
        LedgerState state = ledgers.get(order.memberId());
        MemberLedger ledger = new MemberLedger(state == null ? LedgerState.empty() : state);
        boolean changed = ledger.apply(order);
        ledgers.put(order.memberId(), ledger.state());
        return changed;
    }

    @Benchmark
    public Order passOrderOn() throws IOException {
        return passOn(orders, shop.orders().get(next(shop.orders().size())));
    }

    @Benchmark
    public MemberHistory passHistoryOn() throws IOException {
        return passOn(histories, shop.changes().get(next(shop.changes().size())).history());
    }

    private <T> T passOn(TypeSerializer<T> serializer, T value) throws IOException {
        out.clear();
        serializer.serialize(value, out);
        in.setBuffer(out.getSharedBuffer(), 0, out.length());
        return serializer.deserialize(in);
    }
}
