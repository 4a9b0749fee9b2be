/** From files to orders: events with their origin, read, counted, and lines put together. */
package io.memberflow.job.source;
