package io.memberflow.order;

/**
 * What became of the text of one event: an order's state, one line of an order that is put together
 * later, something about a member or what it did, or a refusal. Never an exception.
 */
public sealed interface Parsed permits Order, OrderLine, MemberEvent, BehaviourEvent, Rejected {}
