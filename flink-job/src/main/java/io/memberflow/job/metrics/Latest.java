package io.memberflow.job.metrics;

import org.apache.flink.metrics.Gauge;

/** A number that one thread sets and reporters read. */
public final class Latest implements Gauge<Long> {
    private volatile long value;

    public Latest(long value) {
        this.value = value;
    }

    public void set(long value) {
        this.value = value;
    }

    @Override
    public Long getValue() {
        return value;
    }
}
