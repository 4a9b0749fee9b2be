/** The rulebook as files: catalogue, parameters, score bands, rules. */
package io.memberflow.rulebook;
