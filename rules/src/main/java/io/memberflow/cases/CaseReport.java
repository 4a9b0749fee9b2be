package io.memberflow.cases;

import java.util.List;

/**
 * What came of running cases.
 *
 * @param cases how many were run
 * @param misses what they expect and is not so, in the order of the files
 * @param coverage what of the rulebook they try
 */
public record CaseReport(int cases, List<CaseMiss> misses, Coverage coverage) {}
