/** Tests of a rulebook on a calendar: cases that travel in the release, and what they cover. */
package io.memberflow.cases;
