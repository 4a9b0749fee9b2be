package io.memberflow.engine;

import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.sheet.DecisionTable;
import io.memberflow.sheet.SheetProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Reads decision tables: what is generated from a sheet is read like any rule file, and what is
 * found in it is told by the rows of the sheet.
 */
final class SheetRules {
    private SheetRules() {}

    /** Whether a file of a release is a decision table. */
    static boolean isSheet(String path) {
        return path.endsWith(RulebookFiles.CSV_SHEET) || path.endsWith(RulebookFiles.WORKBOOK);
    }

    /**
     * The rules of a sheet.
     *
     * @param text as the release holds it
     * @param reader reads a text as a rule file and adds to the findings
     */
    static List<Rule> read(
            String path,
            String text,
            BiFunction<String, List<Finding>, List<Rule>> reader,
            List<Finding> findings) {
        List<SheetProblem> problems = new ArrayList<>();
        DecisionTable table =
                path.endsWith(RulebookFiles.WORKBOOK)
                        ? DecisionTable.workbook(text, problems)
                        : DecisionTable.csv(text, problems);
        for (SheetProblem problem : problems) {
            findings.add(
                    new Finding(path, problem.row(), problem.column(), problem.zh(), problem.en()));
        }
        if (table == null) {
            return List.of();
        }
        List<Finding> found = new ArrayList<>();
        List<Rule> rules = reader.apply(table.text(), found);
        found.stream()
                .map(
                        finding ->
                                new Finding(
                                        path,
                                        table.row(finding.line()),
                                        table.column(finding.line()),
                                        finding.zh(),
                                        finding.en()))
                .distinct()
                .forEach(findings::add);
        return rules.stream().map(rule -> rule.at(table.row(rule.line()))).toList();
    }
}
