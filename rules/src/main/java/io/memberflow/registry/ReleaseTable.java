package io.memberflow.registry;

import io.memberflow.rulebook.Bundle;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The statements on {@code rule_release} and {@code rule_catalogue}. */
final class ReleaseTable {
    private static final String INFO =
            "version, sha256, author, substring(note, 1, 4000), created_at, key_id";

    private ReleaseTable() {}

    /** A release; of a bundle that is too large only its size is fetched. */
    static Optional<StoredRelease> select(Connection connection, int version) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select "
                                + INFO
                                + ", octet_length(bundle), case when octet_length(bundle) <= ?"
                                + " then bundle end, substring(signature, 1, ?)"
                                + " from rule_release where version = ?")) {
            select.setInt(1, Bundle.MAX_BYTES);
            select.setInt(2, ReleaseSignature.MAX_TEXT + 1);
            select.setInt(3, version);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new StoredRelease(
                                        info(row),
                                        row.getLong(7),
                                        row.getBytes(8),
                                        row.getString(9)))
                        : Optional.empty();
            }
        }
    }

    /** The newest releases, newest first. */
    static List<ReleaseInfo> newest(Connection connection, int most) throws SQLException {
        List<ReleaseInfo> releases = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select " + INFO + " from rule_release order by version desc")) {
            select.setMaxRows(most);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    releases.add(info(rows));
                }
            }
        }
        return releases;
    }

    static boolean hasCatalogue(Connection connection, int version) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select count(*) from rule_catalogue where version = ?")) {
            select.setInt(1, version);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1) > 0;
            }
        }
    }

    /** The number above all there are, from 1. */
    static int nextVersion(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row =
                        select.executeQuery(
                                "select coalesce(max(version), 0) + 1 from rule_release")) {
            row.next();
            return row.getInt(1);
        }
    }

    /**
     * The release of the same bundle with the same signature. A row whose bundle was damaged is
     * none, so that publishing again mends what it says it mends.
     */
    static Optional<Integer> same(
            Connection connection, String sha256, byte[] bundle, ReleaseSignature signature)
            throws SQLException {
        String text = signature == null ? null : signature.text();
        String keyId = signature == null ? null : signature.keyId();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select version, signature, key_id, case when octet_length(bundle) = ?"
                                + " then bundle end from rule_release where sha256 = ?"
                                + " order by version")) {
            select.setInt(1, bundle.length);
            select.setString(2, sha256);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (Objects.equals(rows.getString(2), text)
                            && Objects.equals(rows.getString(3), keyId)
                            && Arrays.equals(rows.getBytes(4), bundle)) {
                        return Optional.of(rows.getInt(1));
                    }
                }
            }
        }
        return Optional.empty();
    }

    static void insert(
            Connection connection,
            int version,
            String sha256,
            byte[] bundle,
            String author,
            String note,
            ReleaseSignature signature)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into rule_release (version, sha256, bundle, author, note,"
                                + " created_at, signature, key_id)"
                                + " values (?, ?, ?, ?, ?, current_timestamp(6), ?, ?)")) {
            insert.setInt(1, version);
            insert.setString(2, sha256);
            insert.setBytes(3, bundle);
            insert.setString(4, author);
            insert.setString(5, note);
            insert.setString(6, signature == null ? null : signature.text());
            insert.setString(7, signature == null ? null : signature.keyId());
            insert.executeUpdate();
        }
    }

    static void insertCatalogue(Connection connection, int version, List<CatalogueRow> rows)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into rule_catalogue (version, model_or_key, value, position,"
                                + " title_zh, title_en, advice, target_share, "
                                + Values.column(connection, "sensitive")
                                + ")"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (CatalogueRow row : rows) {
                insert.setInt(1, version);
                insert.setString(2, row.modelOrKey());
                insert.setString(3, row.value());
                insert.setInt(4, row.position());
                insert.setString(5, row.titleZh());
                insert.setString(6, row.titleEn());
                insert.setString(7, row.advice());
                Values.setNumber(insert, 8, row.targetShare());
                insert.setBoolean(9, row.sensitive());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static void require(Connection connection, int version) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select 1 from rule_release where version = ?")) {
            select.setInt(1, version);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new RegistryRefusal(
                            RegistryRefusal.Kind.NO_RELEASE,
                            "登记里没有版本 " + version + "，请先发布它。",
                            "The registry has no release " + version + ". Publish it first.");
                }
            }
        }
    }

    static ReleaseInfo info(ResultSet row) throws SQLException {
        return new ReleaseInfo(
                row.getInt(1),
                row.getString(2).strip(),
                row.getString(3),
                row.getString(4),
                Values.instant(row, 5),
                row.getString(6));
    }
}
