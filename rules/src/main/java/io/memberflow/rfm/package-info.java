/**
 * The exact rolling aggregates of one member, scores, and the population's cut points. All pure.
 */
package io.memberflow.rfm;
