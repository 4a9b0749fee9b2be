/**
 * Events of the three streams: what an order's state, a members event and a behaviour say, reading
 * and cleaning them from JSON and CSV.
 */
package io.memberflow.order;
