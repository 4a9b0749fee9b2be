package io.memberflow.job.source;

/**
 * An event that was rejected once and is accepted now: what was said of it is over.
 *
 * @param stream the stream it came on
 * @param origin where it stood when it was rejected
 */
public record Settled(String stream, String origin) {}
