/**
 * The operator's commands: thin picocli classes around {@link io.memberflow.job.cli.BoundedRun}.
 */
package io.memberflow.job.cli;
