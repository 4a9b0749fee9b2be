/**
 * How a release comes into a running job: the registry is looked at, what is new there is verified
 * and compiled, and the deciders are told to prepare it and then, all of them, to use it.
 */
package io.memberflow.job.release;
