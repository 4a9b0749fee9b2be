package io.memberflow.job.cli;

import io.memberflow.job.sink.SegmentRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the members of each value of each model or tag as bars, with what they bought. */
final class SegmentPicture {

    private static final int VALUE_COLUMNS = 22;
    private static final int NUMBER_COLUMNS = 38;
    private static final String BOLD = "\033[1m";
    private static final String CYAN = "\033[36m";
    private static final String PLAIN = "\033[0m";

    private final Terminal terminal;

    SegmentPicture(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The lines; the rows of a model stand together, in their order. */
    List<String> draw(List<SegmentRow> rows) {
        Map<String, List<SegmentRow>> models = new LinkedHashMap<>();
        rows.forEach(r -> models.computeIfAbsent(r.model(), m -> new ArrayList<>()).add(r));
        List<String> lines = new ArrayList<>();
        models.forEach((model, values) -> draw(model, values, lines));
        return lines;
    }

    private void draw(String model, List<SegmentRow> values, List<String> lines) {
        int barColumns = terminal.columns() - VALUE_COLUMNS - NUMBER_COLUMNS - 1;
        lines.add("");
        lines.add(
                coloured(BOLD, DisplayWidth.pad(model, VALUE_COLUMNS + barColumns + 1))
                        + "%8s %7s %13s %7s".formatted("members", "share", "yuan 365 d", "share"));
        long most = values.stream().mapToLong(SegmentRow::members).max().orElse(0);
        for (SegmentRow row : values) {
            lines.add(
                    DisplayWidth.pad("  " + row.value(), VALUE_COLUMNS)
                            + coloured(CYAN, bar(row.members(), most, barColumns))
                            + String.format(
                                    Locale.ROOT,
                                    " %,8d %7s %,13.0f %7s",
                                    row.members(),
                                    percent(row.share()),
                                    row.amount365(),
                                    percent(row.amountShare())));
        }
    }

    private static String bar(long members, long most, int columns) {
        int filled = most == 0 ? 0 : (int) ((members * columns + most - 1) / most);
        return DisplayWidth.pad("█".repeat(filled), columns);
    }

    private static String percent(BigDecimal share) {
        return share == null ? "" : String.format(Locale.ROOT, "%.1f %%", share);
    }

    private String coloured(String colour, String text) {
        return terminal.colour() ? colour + text + PLAIN : text;
    }
}
