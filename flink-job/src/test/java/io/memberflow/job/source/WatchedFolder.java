package io.memberflow.job.source;

import io.memberflow.order.RawEvent;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.file.src.FileSource;

/** A live source without a broker: the events of all files that are ever put into a folder. */
public final class WatchedFolder {
    private WatchedFolder() {}

    public static Source<RawEvent, ?, ?> of(Path folder) {
        return FileSource.forBulkFileFormat(
                        new RawEventFormat(), new org.apache.flink.core.fs.Path(folder.toUri()))
                .monitorContinuously(Duration.ofMillis(50))
                .build();
    }
}
