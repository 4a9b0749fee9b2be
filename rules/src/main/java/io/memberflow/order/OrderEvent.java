package io.memberflow.order;

/**
 * A state of an order together with the number of events it was made of, so that counters which
 * count rows stay right: 1, or as many as the order had CSV lines.
 *
 * @param order the state
 * @param rows how many events were read for it, at least 1
 */
public record OrderEvent(Order order, int rows) {}
