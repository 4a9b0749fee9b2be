package io.memberflow.job.support;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * A sink that a test looks into while the job runs. It outlives the job, so a restarted or a second
 * one adds to it.
 */
public final class Collected<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Queue<Object>> ALL = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();

    public Collected() {
        ALL.put(name, new ConcurrentLinkedQueue<>());
    }

    /** What has come so far, in order for each subtask. */
    @SuppressWarnings("unchecked")
    public List<T> soFar() {
        return (List<T>) List.copyOf(ALL.get(name));
    }

    public int size() {
        return ALL.get(name).size();
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        Queue<Object> queue = ALL.get(name);
        return new SinkWriter<>() {
            @Override
            public void write(T element, Context writing) {
                queue.add(element);
            }

            @Override
            public void flush(boolean endOfInput) {
                // written as it came
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }
}
