package io.memberflow.registry;

import java.time.Instant;

/**
 * What the registry says of a release, without its files.
 *
 * @param version its number
 * @param sha256 the checksum of its files; see {@link io.memberflow.rulebook.Release}
 * @param author who made it
 * @param note what it is about, cut after 4,000 characters
 * @param createdAt when it was published
 * @param keyId the key it is signed with, or null
 */
public record ReleaseInfo(
        int version, String sha256, String author, String note, Instant createdAt, String keyId) {}
