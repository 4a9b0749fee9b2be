package io.memberflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private static final String HEADER = "order_id,member_id,paid_at,amount,note";

    @Test
    void linesAreEventsWithTheirNumbers() throws IOException {
        assertThat(read("f.jsonl", "{1}\n{2}\r\n\n \t\r\n{3}"))
                .containsExactly("f.jsonl:1 {1}", "f.jsonl:2 {2}", "f.jsonl:5 {3}");
        assertThat(read("f.jsonl", "{1}\n")).containsExactly("f.jsonl:1 {1}");
        assertThat(read("f.jsonl", "\"\n\"\n")).containsExactly("f.jsonl:1 \"", "f.jsonl:2 \"");
        assertThat(read("f.jsonl", "a\rb\n")).containsExactly("f.jsonl:1 a\rb");
        assertThat(read("f.jsonl", "")).isEmpty();
        assertThat(read("f.jsonl", "\n\n\r\n")).isEmpty();
    }

    @Test
    void aByteOrderMarkIsNoText() throws IOException {
        assertThat(read("f.jsonl", "\uFEFF{1}\n\uFEFF{2}"))
                .containsExactly("f.jsonl:1 {1}", "f.jsonl:2 \uFEFF{2}");
        assertThat(read("f.csv", "\uFEFF" + HEADER + "\nx")).containsExactly("f.csv:2 x");
        assertThat(read("f.jsonl", "\uFEFF")).isEmpty();
    }

    @Test
    void csvEventsCarryTheHeaderAndMayHoldLineEnds() throws IOException {
        String text = "\n" + HEADER + "\r\na,\"1\r\n\n2\",b\r\n\nc\n\"d\"\"\n\"\ne\"f,\"g\nh";
        assertThat(read("f.csv", text))
                .containsExactly(
                        "f.csv:3 a,\"1\r\n\n2\",b",
                        "f.csv:7 c",
                        "f.csv:8 \"d\"\"\n\"",
                        "f.csv:10 e\"f,\"g",
                        "f.csv:11 h");
        try (RecordReader reader = open("f.csv", text.getBytes(StandardCharsets.UTF_8))) {
            assertThat(reader.next().header()).isEqualTo(HEADER);
        }
        try (RecordReader reader = open("f.json", text.getBytes(StandardCharsets.UTF_8))) {
            assertThat(reader.next().header()).isNull();
        }
    }

    @Test
    void aQuoteThatNeverClosesCostsOneLine() throws IOException {
        assertThat(read("f.csv", HEADER + "\na,\"b\nc\nd\n"))
                .containsExactly("f.csv:2 a,\"b", "f.csv:3 c", "f.csv:4 d");
        assertThat(read("f.csv", HEADER + "\na,\"b\nc,\"d\",e\nf\n"))
                .containsExactly("f.csv:2 a,\"b", "f.csv:3 c,\"d\",e", "f.csv:4 f");
        assertThat(read("f.csv", HEADER + "\na,\"b\"c,\"d\ne\n"))
                .containsExactly("f.csv:2 a,\"b\"c,\"d", "f.csv:3 e");
        assertThat(read("f.csv", HEADER + "\na,\"b")).containsExactly("f.csv:2 a,\"b");
        String many = "row\n".repeat(600_000);
        List<String> events = read("f.csv", HEADER + "\na,\"b\n" + many);
        assertThat(events).hasSize(600_001).startsWith("f.csv:2 a,\"b", "f.csv:3 row");
        assertThat(events).endsWith("f.csv:600002 row");
    }

    @Test
    void aQuotedRecordOverTheLimitIsRunawayToo() throws IOException {
        String inside = "x".repeat(1_000) + "\n";
        String text = HEADER + "\na,\"b\n" + inside.repeat(1_100) + "\",c\nlast\n";
        List<String> events = read("f.csv", text);
        assertThat(events).hasSize(1_103).startsWith("f.csv:2 a,\"b");
        assertThat(events).endsWith("f.csv:1104 last");
        // Closed, but just one byte too long.
        String filled = "a,\"b\n" + "x".repeat(RawEvent.MAX_BYTES - 6) + "\"\n";
        assertThat(read("f.csv", HEADER + "\n" + filled)).hasSize(1);
        assertThat(read("f.csv", HEADER + "\n" + filled.replace("a,", "aa,"))).hasSize(2);
    }

    @Test
    void ofLongLinesTheBeginningIsKeptAndTheLengthCounted() throws IOException {
        for (String name : new String[] {"f.jsonl", "f.csv"}) {
            for (String end : new String[] {"\n", "\r\n"}) {
                for (int more = -1; more <= 3; more++) {
                    int length = RawEvent.MAX_BYTES + more;
                    String text = HEADER + end + "y".repeat(length) + end + "next" + end;
                    try (RecordReader reader = open(name, text.getBytes(StandardCharsets.UTF_8))) {
                        if (name.equals("f.jsonl")) {
                            reader.next();
                        }
                        RawEvent event = reader.next();
                        assertThat(event.length()).isEqualTo(length);
                        assertThat(event.bytes()).hasSize(Math.min(length, RawEvent.MAX_BYTES));
                        RawEvent next = reader.next();
                        assertThat(next.origin()).isEqualTo(name + ":3");
                        assertThat(text(next)).isEqualTo("next");
                        assertThat(reader.next()).isNull();
                    }
                }
            }
        }
    }

    @Test
    void aHugeLineNeedsLittleMemory() throws IOException {
        long size = 500_000_000L;
        InputStream endless =
                new InputStream() {
                    private long left = size;

                    @Override
                    public int read() {
                        throw new UnsupportedOperationException("Read blocks");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        int read = (int) Math.min(left, length);
                        left -= read;
                        return read == 0 ? -1 : read;
                    }
                };
        try (RecordReader reader = RecordReader.open(endless, "f.jsonl")) {
            assertThat(reader.next().length()).isEqualTo(size);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void skippingGoesToTheSameEventAndNumber() throws IOException {
        byte[] text = (HEADER + "\na,\"1\n2\"\n\nb\nc\n").getBytes(StandardCharsets.UTF_8);
        try (RecordReader reader = open("f.csv", text)) {
            reader.skip(2);
            assertThat(reader.next().origin()).isEqualTo("f.csv:6");
            reader.skip(9);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void packedFilesOfSeveralMembersAreReadWhole() throws IOException {
        byte[] packed = concat(gzip("{1}\n{"), gzip(""), gzip("2}\n"), new byte[512]);
        assertThat(readBytes("F.JSONL.GZ", packed))
                .containsExactly("F.JSONL.GZ:1 {1}", "F.JSONL.GZ:2 {2}");
    }

    @Test
    void damagedPackedFilesAreNeverASilentEnd() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            text.append("{\"n\":").append(random.nextLong()).append("}\n");
        }
        byte[] whole = gzip(text.toString());
        byte[] two = concat(whole, whole);
        for (int cut :
                new int[] {
                    whole.length / 2,
                    whole.length - 1,
                    whole.length - 8,
                    whole.length + 1,
                    whole.length + 5,
                    whole.length + 12,
                    two.length - 3
                }) {
            damaged(Arrays.copyOf(two, cut));
        }
        for (int at :
                new int[] {whole.length / 2, whole.length - 6, whole.length - 2, whole.length}) {
            byte[] changed = two.clone();
            changed[at] ^= 0x55;
            damaged(changed);
        }
        damaged(concat(whole, new byte[] {0, 0, 'x'}));
    }

    @Test
    void aGzWhichIsNoneIsSaidSo() {
        assertThatThrownBy(() -> read("f.jsonl.gz", "{}"))
                .isInstanceOf(InputProblem.class)
                .hasMessageContaining("f.jsonl.gz")
                .hasMessageContaining("no gzip file");
        assertThatThrownBy(() -> read("f.gz", "")).isInstanceOf(InputProblem.class);
    }

    @Test
    void aCsvNeedsItsHeader() {
        assertThatThrownBy(() -> read("f.csv", "\n"))
                .isInstanceOf(InputProblem.class)
                .hasMessageContaining("f.csv")
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> read("f.csv", "a,b\n"))
                .isInstanceOf(InputProblem.class)
                .hasMessageContaining("f.csv: its header has no column order_id");
    }

    @Property
    void whatACsvWriterWritesIsCutIntoItsRecords(
            @ForAll @Size(max = 8) List<@NotEmpty List<String>> records) throws IOException {
        List<String> rows = new ArrayList<>();
        StringBuilder file = new StringBuilder(HEADER + "\n");
        for (List<String> cells : records) {
            String bare = Events.csv(cells);
            file.append(bare).append('\n');
            if (!bare.isEmpty() && !bare.matches("[ \t]+")) {
                // What is no UTF-8 is written as a question mark.
                rows.add(new String(bare.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            }
        }
        assertThat(read("f.csv", file.toString()))
                .extracting(event -> event.substring(event.indexOf(' ') + 1))
                .isEqualTo(rows);
    }

    @Property
    void noBytesMakeItThrowOrLoseALine(@ForAll byte[] bytes) throws IOException {
        long lines = 0;
        boolean blank = true;
        for (byte b : concat(bytes, new byte[] {'\n'})) {
            if (b == '\n') {
                lines += blank ? 0 : 1;
                blank = true;
            } else {
                blank &= b == ' ' || b == '\t' || b == '\r';
            }
        }
        assertThat(readBytes("f.jsonl", bytes)).hasSize((int) lines);
        byte[] csv = concat((HEADER + "\n").getBytes(StandardCharsets.UTF_8), bytes);
        assertThat(readBytes("f.csv", csv)).hasSizeLessThanOrEqualTo((int) lines);
    }

    private static void damaged(byte[] bytes) {
        assertThatThrownBy(() -> readBytes("f.jsonl.gz", bytes))
                .isInstanceOf(InputProblem.class)
                .hasMessageContaining("f.jsonl.gz")
                .hasMessageContaining("damaged or cut off");
    }

    private static List<String> read(String name, String text) throws IOException {
        return readBytes(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> readBytes(String name, byte[] bytes) throws IOException {
        List<String> events = new ArrayList<>();
        try (RecordReader reader = open(name, bytes)) {
            for (RawEvent event = reader.next(); event != null; event = reader.next()) {
                assertThat(event.length()).isEqualTo(event.bytes().length);
                events.add(event.origin() + " " + text(event));
            }
        }
        return events;
    }

    /** Opens a file that arrives in small and odd pieces. */
    private static RecordReader open(String name, byte[] bytes) throws IOException {
        InputStream pieces =
                new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] into, int offset, int length) {
                        return super.read(into, offset, Math.min(length, 7_919));
                    }
                };
        return RecordReader.open(pieces, name);
    }

    private static String text(RawEvent event) {
        return new String(event.bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }
}
