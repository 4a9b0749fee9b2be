package io.memberflow.sheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the tables of a sheet and sees to it that nothing else stands in it: above and between
 * tables one {@code RuleSet} and remarks that begin with {@code #}; in a table only columns of the
 * known kinds, a column without a kind being a remark too.
 */
final class SheetLayout {
    private static final String RULE_SET = "RULESET";
    private static final String RULE_TABLE = "RULETABLE";
    private static final Set<String> CONTENT = Set.of("CONDITION", "ACTION");
    private static final Set<String> ABOUT =
            Set.of("NAME", "DESCRIPTION", "PRIORITY", "METADATA", "DATE-EFFECTIVE", "DATE-EXPIRES");
    private static final List<String> KINDS =
            List.of(
                    "CONDITION",
                    "ACTION",
                    "NAME",
                    "DESCRIPTION",
                    "PRIORITY",
                    "METADATA",
                    "DATE-EFFECTIVE",
                    "DATE-EXPIRES");

    /** Below the row that begins a table: kinds, objects, code, labels, then a rule a row. */
    private static final int OBJECTS = 2;

    private static final int CODE = 3;
    private static final int LABELS = 4;

    private final Sheet sheet;
    private final List<SheetProblem> problems;
    private final Map<Integer, Set<Integer>> remarks = new HashMap<>();
    private final Map<Integer, String> actions = new HashMap<>();
    private boolean named;

    private SheetLayout(Sheet sheet, List<SheetProblem> problems) {
        this.sheet = sheet;
        this.problems = problems;
    }

    /**
     * What Drools is to see of a sheet.
     *
     * @param sheet without remarks
     * @param actions what stands in the columns of actions, by row that holds a rule, 1-based
     */
    record Checked(Sheet sheet, Map<Integer, String> actions) {
        Set<Integer> ruleRows() {
            return actions.keySet();
        }
    }

    static Checked check(Sheet sheet, List<SheetProblem> problems) {
        SheetLayout layout = new SheetLayout(sheet, problems);
        layout.walk();
        return new Checked(layout.withoutRemarks(), layout.actions);
    }

    private void walk() {
        int row = 0;
        while (row < sheet.rows().size()) {
            List<Sheet.Cell> cells = sheet.rows().get(row);
            int first = first(cells);
            if (first < 0) {
                row++;
                continue;
            }
            String text = cells.get(first).text();
            String keyword = text.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
            if (text.startsWith("#")) {
                all(row);
                row++;
            } else if (keyword.equals(RULE_TABLE)) {
                row = table(row, first);
            } else {
                if (keyword.equals(RULE_SET) && text.length() == RULE_SET.length() && !named) {
                    ruleSet(row, first, cells);
                } else {
                    outside(row, first, text);
                }
                row++;
            }
        }
        if (!named && problems.isEmpty()) {
            find(
                    0,
                    0,
                    "决策表要先有一行 RuleSet，它右边一格写 rulebook 开头的名字，如 rulebook.tags.food。",
                    "A decision table begins with a row RuleSet and, in the next cell, a name that"
                            + " starts with rulebook, such as rulebook.tags.food.");
        }
    }

    private void ruleSet(int row, int first, List<Sheet.Cell> cells) {
        named = true;
        for (int column = first + 2; column < cells.size(); column++) {
            if (!cells.get(column).isEmpty()) {
                outside(row, column, cells.get(column).text());
            }
        }
    }

    private void outside(int row, int column, String text) {
        find(
                row,
                column,
                "决策表里不允许 " + shown(text) + "。表与表之间要空一行，表外只能有一行 RuleSet 和以 # 开头的说明。",
                shown(text)
                        + " is not allowed in a decision table. An empty row stands between its"
                        + " tables, and outside them only one row RuleSet and remarks that begin"
                        + " with #.");
    }

    /** Checks the table that begins in a row, and says in which row to go on. */
    private int table(int start, int first) {
        for (int column = first + 1; column < sheet.rows().get(start).size(); column++) {
            if (!cell(start, column).isEmpty()) {
                outside(start, column, cell(start, column).text());
            }
        }
        int kindsRow = start + 1;
        Set<Integer> content = new HashSet<>();
        Set<Integer> used = new HashSet<>();
        List<Integer> acting = new ArrayList<>();
        for (int column = 0; column < columns(kindsRow); column++) {
            String kind = cell(kindsRow, column).text();
            if (kind.isEmpty()) {
                continue;
            }
            used.add(column);
            String known = kind.toUpperCase(Locale.ROOT);
            if (CONTENT.contains(known)) {
                content.add(column);
                if (known.equals("ACTION")) {
                    acting.add(column);
                }
            } else if (!ABOUT.contains(known)) {
                find(
                        kindsRow,
                        column,
                        "列的种类不能是 " + shown(kind) + "，可以是 " + String.join("、", KINDS) + "。请更正。",
                        "A column cannot be of the kind "
                                + shown(kind)
                                + ". There are "
                                + String.join(", ", KINDS)
                                + ".");
            }
            if (column < first) {
                find(
                        kindsRow,
                        column,
                        "这一列在 RuleTable 的左边。请把 RuleTable 移到最左一列。",
                        "This column is to the left of RuleTable. Move RuleTable to the first"
                                + " column.");
            }
        }
        if (acting.isEmpty() || content.size() == acting.size()) {
            find(
                    kindsRow,
                    first,
                    "RuleTable 下面一行要写每列的种类，至少一列 CONDITION 和一列 ACTION。",
                    "The row below RuleTable names the kinds of the columns, at least one CONDITION"
                            + " and one ACTION.");
        }
        int row = kindsRow;
        while (row < sheet.rows().size() && (row <= start + LABELS || !blank(row))) {
            boolean isRemark = row > start + LABELS && isRemark(row);
            if (isRemark) {
                find(
                        row,
                        0,
                        "说明不能写在表中间。请移到 RuleTable 上面，或写在没有种类的列里。",
                        "A remark cannot stand within a table. Move it above RuleTable or into a"
                                + " column without a kind.");
            }
            for (int column = 0; column < columns(row); column++) {
                String text = cell(row, column).text();
                if (isKeyword(text)) {
                    // Drools would begin another table here, of columns that were not looked at.
                    outside(row, column, text);
                }
                if (!used.contains(column)) {
                    remarks.computeIfAbsent(row, any -> new HashSet<>()).add(column);
                    code(row, column, start);
                }
            }
            if (row > start + LABELS && !isRemark) {
                actions.put(row + 1, joined(row, acting));
            }
            row++;
        }
        return row;
    }

    private String joined(int row, List<Integer> columns) {
        return columns.stream()
                .filter(column -> column < columns(row))
                .map(column -> cell(row, column).text())
                .collect(Collectors.joining(" "))
                .strip();
    }

    private boolean isRemark(int row) {
        return sheet.rows().get(row).get(first(sheet.rows().get(row))).text().startsWith("#");
    }

    /** Above a column without a kind there is nothing to be done with its cells. */
    private void code(int row, int column, int start) {
        boolean isCode = row == start + OBJECTS || row == start + CODE;
        if (isCode && !cell(row, column).isEmpty()) {
            find(
                    row,
                    column,
                    "这一列没有种类。请在上面写 CONDITION 或 ACTION，或删掉这一格。",
                    "This column has no kind. Write CONDITION or ACTION above, or delete the cell.");
        }
    }

    private Sheet withoutRemarks() {
        List<List<Sheet.Cell>> rows = new ArrayList<>();
        for (int row = 0; row < sheet.rows().size(); row++) {
            Set<Integer> hidden = remarks.getOrDefault(row, Set.of());
            List<Sheet.Cell> cells = new ArrayList<>();
            for (int column = 0; column < columns(row); column++) {
                cells.add(
                        hidden.contains(column)
                                ? new Sheet.Cell("", Sheet.ALONE)
                                : cell(row, column));
            }
            rows.add(cells);
        }
        return new Sheet(rows);
    }

    private void all(int row) {
        Set<Integer> columns = new HashSet<>();
        for (int column = 0; column < columns(row); column++) {
            columns.add(column);
        }
        remarks.put(row, columns);
    }

    private boolean blank(int row) {
        return Sheet.isBlank(sheet.rows().get(row));
    }

    private int columns(int row) {
        return row < sheet.rows().size() ? sheet.rows().get(row).size() : 0;
    }

    private Sheet.Cell cell(int row, int column) {
        return sheet.rows().get(row).get(column);
    }

    private static int first(List<Sheet.Cell> cells) {
        for (int column = 0; column < cells.size(); column++) {
            if (!cells.get(column).isEmpty()) {
                return column;
            }
        }
        return -1;
    }

    private static boolean isKeyword(String text) {
        String bare = text.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
        return bare.startsWith(RULE_SET) || bare.startsWith(RULE_TABLE);
    }

    private static String shown(String text) {
        return text.codePointCount(0, text.length()) <= 60
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
    }

    private void find(int row, int column, String zh, String en) {
        problems.add(new SheetProblem(row + 1, column + 1, zh, en));
    }
}
