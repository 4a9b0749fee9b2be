/**
 * From files to events of the three streams: events with their origin, read, counted, and lines put
 * together.
 */
package io.memberflow.job.source;
