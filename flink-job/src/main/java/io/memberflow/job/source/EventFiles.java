package io.memberflow.job.source;

import io.memberflow.order.RawEvent;
import java.util.Collection;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.enumerate.NonSplittingRecursiveEnumerator;
import org.apache.flink.core.fs.Path;

/** A bounded source of the events in a list of files. */
public final class EventFiles {

    private EventFiles() {}

    /**
     * The events of the files, each file read by one task from first to last, several files side by
     * side.
     *
     * @param files existing files as {@link io.memberflow.order.InputFiles#find} gives them, at
     *     least one; a file is read under the very name given, hidden or not
     */
    public static FileSource<RawEvent> of(Collection<java.nio.file.Path> files) {
        Path[] paths = files.stream().map(file -> new Path(file.toUri())).toArray(Path[]::new);
        return FileSource.forBulkFileFormat(new RawEventFormat(), paths)
                .setFileEnumerator(() -> new NonSplittingRecursiveEnumerator(path -> true))
                .build();
    }
}
