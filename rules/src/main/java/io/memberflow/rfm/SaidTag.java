package io.memberflow.rfm;

import io.memberflow.member.GivenTag;

/**
 * What was said of a tag, and when.
 *
 * @param saidAt when the newest event that says so was made, microseconds since the epoch: until
 *     then it is forgotten with the event, whatever instant the tag names
 */
public record SaidTag(GivenTag tag, long saidAt) {}
