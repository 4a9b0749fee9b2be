/**
 * From where they are to events of the three streams: files and topics, events with their origin,
 * read, counted, and lines put together.
 */
package io.memberflow.job.source;
