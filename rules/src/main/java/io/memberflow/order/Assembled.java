package io.memberflow.order;

import java.util.List;

/**
 * What the lines of one order came to.
 *
 * @param order the order, null when its lines are refused
 * @param rejected a refusal for every line, empty when there is an order
 */
public record Assembled(OrderEvent order, List<Rejected> rejected) {}
