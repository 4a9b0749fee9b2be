/**
 * What the ledger, the engine and the job are held against: a plain second implementation of the
 * contract ({@link io.memberflow.testdata.BatchOracle}), seeded hostile streams, and the real data.
 * Shares the order records with the main code and nothing that computes.
 */
package io.memberflow.testdata;
