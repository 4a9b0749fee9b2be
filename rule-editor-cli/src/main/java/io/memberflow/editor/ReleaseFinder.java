package io.memberflow.editor;

import io.memberflow.registry.Channel;
import io.memberflow.registry.Registry;
import io.memberflow.rulebook.Release;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds releases as people name them. */
final class ReleaseFinder {
    static final String ACTIVE = "active";
    static final String CANDIDATE = "candidate";

    private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,8}");

    private final Registry registry;
    private final String channel;

    ReleaseFinder(Registry registry, String channel) {
        this.registry = registry;
        this.channel = channel;
    }

    /** By {@code active}, {@code candidate}, a version, a folder or a bundle. */
    Release find(String named) throws SQLException {
        if (named.equals(ACTIVE)) {
            return version(channel().activeVersion());
        } else if (named.equals(CANDIDATE)) {
            Integer candidate = channel().candidateVersion();
            if (candidate == null) {
                throw Stop.wrongUse(Message.NO_CANDIDATE, channel);
            }
            return version(candidate);
        } else if (VERSION.matcher(named).matches()) {
            return version(Integer.parseInt(named));
        }
        Path path = path(named);
        if (Files.isDirectory(path)) {
            return Rulebook.in(path).release();
        } else if (Files.isRegularFile(path)) {
            return SignedBundle.read(path).release();
        }
        throw Stop.wrongUse(Message.NO_RELEASE_NAMED, named);
    }

    Channel channel() throws SQLException {
        return registry.channel(channel)
                .orElseThrow(() -> Stop.wrongUse(Message.NO_CHANNEL, channel));
    }

    Optional<Release> findVersion(int version) throws SQLException {
        return registry.release(version).map(stored -> stored.open());
    }

    private Release version(int version) throws SQLException {
        return findVersion(version).orElseThrow(() -> Stop.wrongUse(Message.NO_RELEASE, version));
    }

    private static Path path(String named) {
        try {
            return Path.of(named);
        } catch (InvalidPathException e) {
            throw Stop.wrongUse(Message.NO_RELEASE_NAMED, named);
        }
    }
}
