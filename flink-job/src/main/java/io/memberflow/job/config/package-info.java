/** What the job was asked to do: options, where their values come from, and what they come to. */
package io.memberflow.job.config;
