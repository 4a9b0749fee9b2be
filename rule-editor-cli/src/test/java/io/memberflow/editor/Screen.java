package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.WCWidth;

/**
 * A terminal that is not there: keys go in, and what a person would see can be looked at. It knows
 * what JLine sends to a terminal like xterm, and that a Chinese character takes two cells.
 */
final class Screen extends OutputStream {
    static final String UP = "\u001B[A";
    static final String DOWN = "\u001B[B";
    static final String ENTER = "\r";
    static final String CTRL_C = "\u0003";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECOND_CELL = "";

    private final int columns;
    private final LineDisciplineTerminal terminal;
    private final List<String[]> rows = new ArrayList<>();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private int row;
    private int column;

    /**
     * @param type as TERM names it
     */
    Screen(String type, int columns, int height) {
        this.columns = columns;
        for (int i = 0; i < height; i++) {
            rows.add(blank());
        }
        try {
            terminal = new LineDisciplineTerminal("test", type, this, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal.setSize(new Size(columns, height));
    }

    Terminal terminal() {
        return terminal;
    }

    /** Types keys, once the screen shows a text. */
    void typeAt(String shown, String... keys) throws IOException {
        awaits(shown);
        for (String key : keys) {
            for (byte one : key.getBytes(StandardCharsets.UTF_8)) {
                terminal.processInputByte(one);
            }
        }
    }

    void awaits(String shown) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!String.join("\n", lines()).contains(shown)) {
            assertThat(System.nanoTime())
                    .as("%s on:\n%s", shown, String.join("\n", lines()))
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** What stands there, without the blanks behind. */
    synchronized List<String> lines() {
        return rows.stream().map(cells -> String.join("", cells).stripTrailing()).toList();
    }

    @Override
    public synchronized void write(int one) {
        part.write(one);
        String text = part.toString(StandardCharsets.UTF_8);
        boolean complete =
                text.startsWith("\u001B")
                        ? text.matches("(?s)\u001B(\\[[0-9;?]*[@-~]|[^\\[])")
                        : !text.endsWith("\uFFFD");
        if (complete) {
            part.reset();
            if (text.startsWith("\u001B[")) {
                command(text.charAt(text.length() - 1), text.substring(2, text.length() - 1));
            } else if (!text.startsWith("\u001B")) {
                put(text);
            }
        }
    }

    private void put(String text) {
        int width = WCWidth.wcwidth(text.codePointAt(0));
        switch (text) {
            case "\r" -> column = 0;
            case "\b" -> column = Math.max(0, column - 1);
            case "\n" -> newLine();
            default -> {
                if (width > 0) {
                    if (column + width > columns) {
                        column = 0;
                        newLine();
                    }
                    rows.get(row)[column] = text;
                    Arrays.fill(rows.get(row), column + 1, column + width, SECOND_CELL);
                    column += width;
                }
            }
        }
    }

    private void newLine() {
        if (row + 1 == rows.size()) {
            rows.remove(0);
            rows.add(blank());
        } else {
            row++;
        }
    }

    private void command(char name, String numbers) {
        int number = numbers.matches("\\d+") ? Integer.parseInt(numbers) : 0;
        int times = Math.max(1, number);
        String[] cells = rows.get(row);
        switch (name) {
            case 'A' -> row = Math.max(0, row - times);
            case 'B' -> row = Math.min(rows.size() - 1, row + times);
            case 'C' -> column = Math.min(columns - 1, column + times);
            case 'D' -> column = Math.max(0, column - times);
            case 'G' -> column = times - 1;
            case 'K' -> Arrays.fill(cells, column, columns, " ");
            case 'J' -> {
                Arrays.fill(cells, column, columns, " ");
                for (int i = row + 1; i < rows.size(); i++) {
                    rows.set(i, blank());
                }
            }
            case 'P' -> {
                System.arraycopy(cells, column + times, cells, column, columns - column - times);
                Arrays.fill(cells, columns - times, columns, " ");
            }
            case '@' -> {
                System.arraycopy(cells, column, cells, column + times, columns - column - times);
                Arrays.fill(cells, column, column + times, " ");
            }
            case 'L' -> {
                for (int i = 0; i < times; i++) {
                    rows.remove(rows.size() - 1);
                    rows.add(row, blank());
                }
            }
            case 'M' -> {
                for (int i = 0; i < times; i++) {
                    rows.remove(row);
                    rows.add(blank());
                }
            }
            case 'm', 'h', 'l' -> {
                // looks and modes
            }
            default -> throw new IllegalStateException("ESC[" + numbers + name + " is not known");
        }
    }

    private String[] blank() {
        String[] cells = new String[columns];
        Arrays.fill(cells, " ");
        return cells;
    }
}
