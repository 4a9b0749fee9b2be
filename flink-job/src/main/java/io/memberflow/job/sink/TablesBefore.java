package io.memberflow.job.sink;

import java.io.Serializable;

/**
 * What the tables hold when a job is started.
 *
 * @param versionFloor the least start of row versions, in seconds: above all that they hold; see
 *     {@link RowVersions#start}
 * @param members how many members they hold of whom a live job without state would know nothing; 0
 *     when it may begin without
 */
public record TablesBefore(long versionFloor, long members) implements Serializable {
    /** Nothing. */
    public static final TablesBefore EMPTY = new TablesBefore(0, 0);
}
