package io.memberflow.benchmarks.job;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, in the order of measuring, beside what is wanted. */
final class Figures {
    private static final List<String> HEADER = List.of("what", "figure", "unit", "goal", "");

    private final List<List<String>> rows = new ArrayList<>();

    /** A figure that nothing is asked of. */
    void add(String what, double value, String unit) {
        rows.add(List.of(what, number(value), unit, "", ""));
    }

    /** A figure that is to be this much or more. */
    void atLeast(String what, double value, String unit, double goal) {
        rows.add(List.of(what, number(value), unit, ">= " + number(goal), mark(value >= goal)));
    }

    /** A figure that is to be this much or less. */
    void atMost(String what, double value, String unit, double goal) {
        rows.add(List.of(what, number(value), unit, "<= " + number(goal), mark(value <= goal)));
    }

    /** What was said of one thing; for tests. */
    List<String> of(String what) {
        return rows.stream().filter(row -> row.get(0).equals(what)).findFirst().orElseThrow();
    }

    /** As a table with columns under one another, and once more for a Markdown page. */
    void print(PrintStream out) {
        int[] widths = new int[HEADER.size()];
        List<List<String>> all = new ArrayList<>(List.of(HEADER));
        all.addAll(rows);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                boolean isNumber = i == 1;
                line.append(
                                ("%" + (isNumber ? "" : "-") + Math.max(1, widths[i]) + "s")
                                        .formatted(row.get(i)))
                        .append("  ");
            }
            out.println(line.toString().stripTrailing());
        }
        out.println();
        out.println("| what | figure | goal |");
        out.println("|---|---|---|");
        for (List<String> row : rows) {
            String goal = row.get(3).isEmpty() ? "" : row.get(3) + ", " + row.get(4);
            out.printf("| %s | %s %s | %s |%n", row.get(0), row.get(1), row.get(2), goal);
        }
    }

    private static String mark(boolean reached) {
        return reached ? "reached" : "NOT reached";
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String form =
                size >= 100 || size == Math.rint(size) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }
}
