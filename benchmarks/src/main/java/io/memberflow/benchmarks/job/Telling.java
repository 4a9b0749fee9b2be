package io.memberflow.benchmarks.job;

import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A sink that tells an object of this process, in the tasks' threads. */
final class Telling<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;

    private final Shared<Consumer<T>> listener;

    Telling(Shared<Consumer<T>> listener) {
        this.listener = listener;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        Consumer<T> told = listener.get();
        return new SinkWriter<>() {
            @Override
            public void write(T element, Context writing) {
                told.accept(element);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
