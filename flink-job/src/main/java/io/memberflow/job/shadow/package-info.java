/**
 * A candidate release that is tried beside the active one: what it would decide otherwise, counted.
 */
package io.memberflow.job.shadow;
