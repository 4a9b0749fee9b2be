/** From rule text to verdicts: the compiler, what a release can decide, and why it decided so. */
package io.memberflow.engine;
