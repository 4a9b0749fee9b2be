/**
 * All that rules can read of a member as of a day, worked out of its history: the derived numbers
 * and texts, and the rows of orders, purchases, preferences, behaviours, tags and words. All pure.
 */
package io.memberflow.facts;
