package io.memberflow.sheet;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.drools.decisiontable.parser.DefaultRuleSheetListener;
import org.drools.template.model.DRLOutput;
import org.drools.template.model.Package;
import org.drools.template.model.Rule;
import org.drools.template.parser.DataListener;
import org.drools.template.parser.DecisionTableParseException;

/**
 * The rules of a sheet as the text of a rule file, and where each line of it comes from. Drools'
 * decision tables put the text together; it is no safer than what an analyst writes by hand, and
 * has to be read as such.
 */
public final class DecisionTable {
    private final Sheet sheet;
    private final StringBuilder text = new StringBuilder();

    /** The row of the sheet that each line of the text comes from, from the first line on. */
    private final List<Integer> rowOfLine = new ArrayList<>();

    private DecisionTable(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * Reads CSV text.
     *
     * @param problems where to put what is wrong
     * @return the rules, or null when something is wrong
     */
    public static DecisionTable csv(String text, List<SheetProblem> problems) {
        return read(CsvSheet.read(text, problems), problems);
    }

    /**
     * Reads a workbook.
     *
     * @param base64 its bytes, as a release holds them
     * @param problems where to put what is wrong
     * @return the rules, or null when something is wrong
     */
    public static DecisionTable workbook(String base64, List<SheetProblem> problems) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            problems.add(
                    new SheetProblem(
                            1,
                            1,
                            "发布包里的这个 xlsx 文件已损坏。请重新发布。",
                            "This xlsx file is damaged within the release. Publish it anew."));
            return null;
        }
        return read(XlsxSheet.read(bytes, problems), problems);
    }

    private static DecisionTable read(Sheet sheet, List<SheetProblem> problems) {
        if (!problems.isEmpty()) {
            return null;
        }
        SheetLayout.Checked checked = SheetLayout.check(sheet, problems);
        if (!problems.isEmpty()) {
            return null;
        }
        DecisionTable table = new DecisionTable(checked.sheet());
        table.write(checked, problems);
        return problems.isEmpty() ? table : null;
    }

    private void write(SheetLayout.Checked checked, List<SheetProblem> problems) {
        Package drools = assembled(problems);
        if (drools == null) {
            return;
        }
        append("package " + drools.getName() + "\n", rowOf("RULESET"));
        Set<Integer> missing = new HashSet<>(checked.ruleRows());
        RuleNames names = new RuleNames();
        for (Rule rule : drools.getRules()) {
            int row = rule.getSpreadsheetRowNumber();
            boolean whole = !rule.getConditions().isEmpty() && !rule.getConsequences().isEmpty();
            if (whole) {
                missing.remove(row);
                names.give(rule, checked.actions().getOrDefault(row, ""));
                DRLOutput output = new DRLOutput();
                rule.renderDRL(output);
                append(output.getDRL(), row);
            }
        }
        for (int row : missing.stream().sorted().toList()) {
            problems.add(
                    new SheetProblem(
                            row,
                            1,
                            "这一行没有条件或没有动作。请填写，或删掉这一行。",
                            "This row has no condition or no action. Fill it in or delete it."));
        }
    }

    private void append(String part, int row) {
        text.append(part);
        part.chars().filter(c -> c == '\n').forEach(c -> rowOfLine.add(row));
    }

    private int rowOf(String keyword) {
        for (int row = 0; row < sheet.rows().size(); row++) {
            if (sheet.rows().get(row).stream()
                    .anyMatch(cell -> cell.text().equalsIgnoreCase(keyword))) {
                return row + 1;
            }
        }
        return 1;
    }

    /** What Drools makes of the cells; null when it does not know how to. */
    private Package assembled(List<SheetProblem> problems) {
        DefaultRuleSheetListener listener = new DefaultRuleSheetListener();
        int row = 0;
        int column = 0;
        try {
            listener.startSheet("sheet");
            for (row = 0; row < sheet.rows().size(); row++) {
                List<Sheet.Cell> cells = sheet.rows().get(row);
                listener.newRow(row, cells.size());
                for (column = 0; column < cells.size(); column++) {
                    Sheet.Cell cell = cells.get(column);
                    int merged =
                            cell.mergedFrom() == Sheet.ALONE
                                    ? DataListener.NON_MERGED
                                    : cell.mergedFrom();
                    listener.newCell(row, column, cell.text(), merged);
                }
            }
            listener.finishSheet();
            return listener.getRuleSet();
        } catch (DecisionTableParseException | IllegalArgumentException e) {
            problems.add(
                    new SheetProblem(
                            Math.min(row, sheet.rows().size() - 1) + 1,
                            column + 1,
                            "看不懂这张表：" + e.getMessage(),
                            "The table cannot be read: " + e.getMessage()));
        } catch (RuntimeException e) {
            problems.add(
                    new SheetProblem(
                            Math.min(row, sheet.rows().size() - 1) + 1,
                            column + 1,
                            "看不懂这张表。请对照说明检查 RuleTable 下面四行。",
                            "The table cannot be read. Check the four rows below RuleTable."));
        }
        return null;
    }

    /** The rule file. */
    public String text() {
        return text.toString();
    }

    /** The row of the sheet, 1-based, that a line of the text comes from. */
    public int row(int line) {
        return rowOfLine.get(Math.min(Math.max(line, 1), rowOfLine.size()) - 1);
    }

    /**
     * The column of the sheet, 1-based, that a line of the text comes from: the only one of its row
     * whose text stands in the line; the first when that cannot be told.
     */
    public int column(int line) {
        String[] lines = text.toString().split("\n", -1);
        String of = lines[Math.min(Math.max(line, 1), lines.length) - 1];
        List<Sheet.Cell> cells = sheet.rows().get(row(line) - 1);
        int found = -1;
        for (int column = 0; column < cells.size(); column++) {
            if (!cells.get(column).isEmpty() && of.contains(cells.get(column).text())) {
                if (found >= 0) {
                    return 1;
                }
                found = column;
            }
        }
        return Math.max(found, 0) + 1;
    }
}
