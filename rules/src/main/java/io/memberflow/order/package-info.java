/**
 * Orders and their states: what an event says, which state stands, what counts; reading JSON and
 * CSV.
 */
package io.memberflow.order;
