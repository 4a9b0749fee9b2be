package io.memberflow.job.release;

import io.memberflow.registry.ConnectionSource;
import io.memberflow.registry.ReleaseSignature;
import io.memberflow.registry.SigningKey;
import io.memberflow.rulebook.Bundle;
import io.memberflow.rulebook.Release;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Changes the tables of the registry as somebody would who goes past its own program. */
public final class RegistryByHand {
    private final ConnectionSource source;

    public RegistryByHand(ConnectionSource source) {
        this.source = source;
    }

    public void execute(String sql, Object... parameters) throws SQLException {
        try (Connection open = source.open();
                PreparedStatement statement = open.prepareStatement(sql)) {
            open.setAutoCommit(true);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    void insert(int version, byte[] bundle, String sha256, String signature, String keyId)
            throws SQLException {
        execute(
                "insert into rule_release (version, sha256, bundle, author, note, created_at,"
                        + " signature, key_id) values (?, ?, ?, 'root', '', current_timestamp(6),"
                        + " ?, ?)",
                version,
                sha256,
                bundle,
                signature,
                keyId);
    }

    /** Signed as it should be, whatever it is. */
    void insert(int version, byte[] bundle, String sha256, SigningKey key) throws SQLException {
        ReleaseSignature signature = ReleaseSignature.sign(sha256, List.of("default"), key);
        insert(version, bundle, sha256, signature.text(), signature.keyId());
    }

    public void insert(int version, Release release, SigningKey key) throws SQLException {
        insert(version, Bundle.write(release), release.sha256(), key);
    }

    /** Makes a release the one to use, under the next number. */
    public void use(int version) throws SQLException {
        execute("update rule_channel set seq = seq + 1, active_version = ?", version);
    }
}
