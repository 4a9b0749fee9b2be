package io.memberflow.job.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes members over all their tables. The parent comes first: its row is locked by the guarded
 * upsert, and only where that took effect are the rows of the other tables replaced. A guard of its
 * own on each table would let two writers mix (docs/decisions, findings.md).
 */
interface MemberTables {
    /**
     * Writes within the connection's transaction; the caller commits or rolls back.
     *
     * @param members one entry a member, in order of member_id: writers that lock in one order do
     *     not deadlock
     * @return how many were written; the others have a row_version that is not less
     */
    int write(Connection connection, List<MemberRows> members) throws SQLException;
}
