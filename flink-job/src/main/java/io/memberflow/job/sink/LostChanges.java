package io.memberflow.job.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Takes back the changes that an attempt wrote after its last checkpoint and did not live to
 * remember: the next attempt works them out again. Seldom any, so one statement serves every
 * database.
 */
final class LostChanges {
    private static final String DELETE =
            "delete from member_change where member_id = ? and row_version > ?";

    private LostChanges() {}

    static void delete(Connection connection, List<MemberRows> written) throws SQLException {
        List<MemberRows> members =
                written.stream()
                        .filter(member -> member.lostAfter() != MemberRows.NOTHING_LOST)
                        .toList();
        if (members.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            for (MemberRows member : members) {
                statement.setString(1, member.memberId());
                statement.setLong(2, member.lostAfter());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
