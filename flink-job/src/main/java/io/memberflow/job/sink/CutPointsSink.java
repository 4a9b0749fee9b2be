package io.memberflow.job.sink;

import io.memberflow.rfm.CutPoints;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;

/** Writes {@code cut_points}: what was measured of the population, a row for each day. */
public final class CutPointsSink {
    private static final List<String> COLUMNS =
            List.of(
                    "id",
                    "for_date",
                    "members",
                    "r20",
                    "r40",
                    "r60",
                    "r80",
                    "f20",
                    "f40",
                    "f60",
                    "f80",
                    "m20",
                    "m40",
                    "m60",
                    "m80",
                    "r_mean",
                    "f_mean",
                    "m_mean",
                    "created_at");
    private static final int QUINTILES = 4;
    private static final int MEAN_SCALE = 6;

    private CutPointsSink() {}

    public static Sink<CutPoints> to(DatabaseConfig database) {
        return Upserts.sink(
                database,
                Upserts.replacing(database.dialect(), "cut_points", 1, COLUMNS),
                (statement, points) -> {
                    statement.setLong(1, points.id());
                    Upserts.setDay(statement, 2, points.forDate());
                    statement.setLong(3, points.members());
                    setQuintiles(statement, 4, points.recency());
                    setQuintiles(statement, 8, points.frequency());
                    for (int i = 0; i < QUINTILES; i++) {
                        Upserts.setNumber(
                                statement,
                                12 + i,
                                i < points.monetary().length
                                        ? BigDecimal.valueOf(points.monetary()[i], 2)
                                        : null);
                    }
                    Upserts.setNumber(statement, 16, mean(points.recencySum(), 0, points));
                    Upserts.setNumber(statement, 17, mean(points.frequencySum(), 0, points));
                    Upserts.setNumber(statement, 18, mean(points.monetarySum(), 2, points));
                    Upserts.setInstant(statement, 19, Instant.now());
                });
    }

    /** The exact mean, rounded HALF_UP once to six decimals; null without members. */
    private static BigDecimal mean(BigInteger sum, int scale, CutPoints points) {
        return points.members() == 0
                ? null
                : new BigDecimal(sum, scale)
                        .divide(
                                BigDecimal.valueOf(points.members()),
                                MEAN_SCALE,
                                RoundingMode.HALF_UP);
    }

    private static void setQuintiles(PreparedStatement statement, int from, int[] quintiles)
            throws SQLException {
        for (int i = 0; i < QUINTILES; i++) {
            if (i < quintiles.length) {
                statement.setInt(from + i, quintiles[i]);
            } else {
                statement.setNull(from + i, Types.INTEGER);
            }
        }
    }
}
