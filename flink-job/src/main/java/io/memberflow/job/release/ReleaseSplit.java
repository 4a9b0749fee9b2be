package io.memberflow.job.release;

import org.apache.flink.api.connector.source.SourceSplit;

/** The only split of {@link ReleaseSource}: its channel, and what was told of it. */
record ReleaseSplit(ReleaseState state) implements SourceSplit {
    @Override
    public String splitId() {
        return "releases";
    }
}
