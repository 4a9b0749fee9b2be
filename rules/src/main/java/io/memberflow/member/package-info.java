/** The facts a rule can read of a member: their names, units and values. */
package io.memberflow.member;
