/**
 * Where results go: the tables, their versions, and writing them so that nothing is lost, doubled
 * or half there.
 */
package io.memberflow.job.sink;
