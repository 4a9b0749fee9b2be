package io.memberflow.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.SegmentRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PicturesTest {

    private static final List<SegmentRow> ROWS =
            List.of(
                    row("pyramid", "塔尖", 10, "20.00", "60.00"),
                    row("pyramid", "塔底", 40, "80.00", "40.00"),
                    row("purchase_group", "总2次以上近1年未购", 0, "0.00", null));

    @Test
    void chineseTakesTwoColumns() {
        assertThat(DisplayWidth.of("塔尖")).isEqualTo(4);
        assertThat(DisplayWidth.of("a塔é")).isEqualTo(4);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.pad("塔尖", 6)).isEqualTo("塔尖  ");
        assertThat(DisplayWidth.pad("塔尖", 3)).isEqualTo("塔 ");
    }

    @Test
    void barsStandInLineAndHaveNoColourElsewhere() {
        List<String> lines = new SegmentPicture(new Terminal(false, false, false, 80)).draw(ROWS);

        assertThat(lines).noneMatch(l -> l.contains("\033"));
        assertThat(lines.stream().filter(l -> !l.isEmpty()).map(DisplayWidth::of))
                .hasSize(5)
                .allMatch(w -> w == 80);
        assertThat(lines.get(2)).contains("█████").contains("20.0 %").contains("60.0 %");
        assertThat(bar(lines.get(3))).isEqualTo(4 * bar(lines.get(2)) - 1);
        assertThat(bar(lines.get(6))).isZero();
    }

    @Test
    void aTerminalHasColourUnlessItIsNotWanted() {
        Properties terminal = new Properties();
        terminal.setProperty("memberflow.terminal.out", "true");
        terminal.setProperty("memberflow.terminal.columns", "250");

        assertThat(Terminal.of(terminal, Map.of())).isEqualTo(new Terminal(true, false, true, 100));
        assertThat(Terminal.of(terminal, Map.of("NO_COLOR", "1")).colour()).isFalse();
        assertThat(Terminal.of(terminal, Map.of("TERM", "dumb")).colour()).isFalse();
        assertThat(Terminal.of(new Properties(), Map.of()))
                .isEqualTo(new Terminal(false, false, false, 80));
    }

    @Test
    void reasonsAreWords() {
        assertThat(
                        MemberStory.because(
                                "{\"rule\":\"r\",\"because\":[{\"fact\":\"d365.orders\",\"is\":3,"
                                        + "\"needs\":\">= 3\"},{\"fact\":\"recencyDays\",\"is\":12,"
                                        + "\"needs\":\"< 30\"}]}"))
                .isEqualTo("because d365.orders is 3 (>= 3) and recencyDays is 12 (< 30)");
        assertThat(MemberStory.because("{\"rule\":\"r\"}")).isEmpty();
    }

    @Test
    void progressIsALineEveryTenSecondsOutsideATerminal() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProgressPrinter printer = new ProgressPrinter(print(err), false, ZoneOffset.UTC);
        for (int second = 2; second <= 20; second += 2) {
            printer.progress(List.of(orders(second * 1_000L)), 0, Duration.ofSeconds(second));
        }

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(
                        """
                        read 10,000 events, 1,000 events/s, at 2025-06-30, 10 s
                        read 20,000 events, 1,000 events/s, at 2025-06-30, 20 s
                        """);
    }

    @Test
    void progressWritesOverItselfOnATerminal() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProgressPrinter printer = new ProgressPrinter(print(err), true, ZoneOffset.UTC);
        printer.progress(List.of(), 0, Duration.ofSeconds(2));
        printer.progress(List.of(orders(500)), 0, Duration.ofSeconds(4));
        printer.close();

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "\r\033[Kread 0 events, 0 events/s, at no date yet, 2 s"
                                + "\r\033[Kread 500 events, 250 events/s, at 2025-06-30, 4 s"
                                + "\r\033[K");
    }

    @Test
    void progressCountsMembersOnceTheyAreWritten() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProgressPrinter printer = new ProgressPrinter(print(err), false, ZoneOffset.UTC);
        printer.progress(List.of(orders(500)), 1_234, Duration.ofSeconds(10));

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("all read, 1,234 members written, 10 s\n");
    }

    @Test
    void closingLinesAreWordedAsPromised() {
        RunSummary summary =
                new RunSummary(
                        "job",
                        List.of(new Tally("orders", 10, 7, 2, 1, 0)),
                        5,
                        4,
                        Duration.ofSeconds(3));

        assertThat(summary.lines())
                .containsExactly(
                        "orders: read 10 applied 7 repeats 2 rejected 1",
                        "members 5 with orders 4 seconds 3");
    }

    @Test
    void causesAreToldWithoutRowContents() {
        assertThat(
                        RootCause.sentence(
                                new RuntimeException(
                                        "outer", new SQLException("row (m-42, 文三路)", "23505"))))
                .isEqualTo("the database refused (SQLState 23505)");
        assertThat(
                        RootCause.sentence(
                                new RuntimeException(new OutOfMemoryError("Java heap space"))))
                .startsWith("the memory ran out (Java heap space)");
        assertThat(RootCause.sentence(new IllegalStateException(new NumberFormatException("m-42"))))
                .isEqualTo("NumberFormatException");
    }

    private static Tally orders(long read) {
        return new Tally("orders", read, read, 0, 0, 1_751_241_600_000_000L);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static long bar(String line) {
        return line.chars().filter(c -> c == '█').count();
    }

    private static SegmentRow row(
            String model, String value, long members, String share, String amountShare) {
        return new SegmentRow(
                model,
                value,
                1,
                members,
                new BigDecimal(share),
                null,
                members,
                new BigDecimal("1234.50"),
                amountShare == null ? null : new BigDecimal(amountShare));
    }
}
