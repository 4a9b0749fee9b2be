package io.memberflow.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The statements on {@code rule_shadow}, which jobs write. */
final class ShadowTable {
    private static final String SELECT =
            "select job_id, as_of, model_or_key, from_value, to_value, members from rule_shadow s"
                    + " where version = ? and as_of = (select max(as_of) from rule_shadow n"
                    + " where n.job_id = s.job_id and n.version = s.version)"
                    + " order by job_id, model_or_key, members desc, from_value, to_value";

    private ShadowTable() {}

    /** What each job counted for a candidate on the last day it counted. */
    static List<ShadowCount> newest(Connection connection, int version) throws SQLException {
        List<ShadowCount> counts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, version);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.add(
                            new ShadowCount(
                                    rows.getString(1),
                                    rows.getObject(2, LocalDate.class),
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getString(5),
                                    rows.getLong(6)));
                }
            }
        }
        return counts;
    }
}
