package io.memberflow.order;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipException;

/**
 * Cuts a file into its events, each with the line it begins at. Lines end with LF or CRLF, the last
 * one perhaps with nothing; blank lines are no events; a byte order mark at the beginning is none
 * of the text. Of an event over {@link RawEvent#MAX_BYTES} the length is counted and the beginning
 * kept, so that memory does not grow with what a file holds.
 *
 * <p>In CSV the first record is the header, and a cell that begins with a quote may hold line ends
 * (RFC 4180). Should its quote never close, that is: should the end of the file, {@link
 * RawEvent#MAX_BYTES} or a closing quote with something else than a comma or a line end behind it
 * come first, then the line that the record begins at is an event by itself, which cannot be split
 * into cells and will be refused, and reading goes on at the next line. So one stray quote costs
 * one line and not the rest of the file.
 */
public final class RecordReader implements Closeable {

    private static final int CAPACITY = RawEvent.MAX_BYTES + (1 << 16);

    /** Where in a CSV record a byte stands. */
    private enum Place {
        CELL_START,
        PLAIN,
        QUOTED,
        AFTER_QUOTE,
        AFTER_RETURN,
        /** In the rest of a line whose quotes make no sense. */
        BROKEN
    }

    private final InputStream in;
    private final String path;
    private final boolean csv;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private boolean ended;
    private long line = 1;
    private String header;

    /** The record that was found: its length without the line end, and what to go on after. */
    private int length;

    private int consumed;
    private int lines;

    private RecordReader(InputStream in, String path, boolean csv) {
        this.in = in;
        this.path = path;
        this.csv = csv;
    }

    /**
     * Opens a file by its name: {@code .gz} is unpacked, {@code .csv} is CSV, all else JSON Lines.
     *
     * @param in the bytes of the file, closed with the reader
     * @param path what origins and messages call the file
     * @throws InputProblem when a {@code .gz} is no gzip file, or a CSV has no usable header
     */
    public static RecordReader open(InputStream in, String path) throws IOException {
        RecordReader reader;
        try {
            InputStream plain = isGzip(path) ? new GzipMembers(in) : in;
            reader = new RecordReader(plain, path, isCsv(path));
        } catch (ZipException e) {
            throw new InputProblem(
                    path + " is named .gz but is no gzip file; pack it with gzip or rename it.");
        }
        reader.skipByteOrderMark();
        if (reader.csv) {
            reader.readHeader();
        }
        return reader;
    }

    /** Whether a file of that name is CSV. */
    static boolean isCsv(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".csv.gz");
    }

    private static boolean isGzip(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /**
     * The next event, or null at the end of the file.
     *
     * @throws InputProblem when the gzip data is damaged or cut off: what it held is not known, so
     *     the file has to be mended before it can be read as a whole
     */
    public RawEvent next() throws IOException {
        while (find()) {
            String origin = path + ":" + line;
            if (length > RawEvent.MAX_BYTES) {
                byte[] kept = Arrays.copyOfRange(buffer, start, start + RawEvent.MAX_BYTES);
                return new RawEvent(origin, kept, skipLine(), header);
            }
            byte[] bytes = Arrays.copyOfRange(buffer, start, start + length);
            start += consumed;
            line += lines;
            if (!isBlank(bytes)) {
                return new RawEvent(origin, bytes, bytes.length, header);
            }
        }
        return null;
    }

    /** Reads and forgets events: how a reader gets back to where a checkpoint was taken. */
    public void skip(long events) throws IOException {
        for (long i = 0; i < events && next() != null; i++) {}
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void skipByteOrderMark() throws IOException {
        while (end < 3 && fill()) {}
        if (end >= 3
                && buffer[0] == (byte) 0xEF
                && buffer[1] == (byte) 0xBB
                && buffer[2] == (byte) 0xBF) {
            start = 3;
        }
    }

    private void readHeader() throws IOException {
        RawEvent first = next();
        if (first == null) {
            throw new InputProblem(
                    path + ": the file is empty; the first line of a CSV must name the columns.");
        }
        String text = new String(first.bytes(), StandardCharsets.UTF_8);
        try {
            CsvHeader.parse(text);
        } catch (InputProblem e) {
            throw new InputProblem(path + ": " + e.getMessage());
        }
        header = text;
    }

    /**
     * Finds the end of the record at {@link #start}. A record that is longer than is kept is found
     * with a length beyond {@link RawEvent#MAX_BYTES}, its end perhaps still unknown.
     *
     * @return false when there is nothing more
     */
    private boolean find() throws IOException {
        if (start == end && !fill()) {
            return false;
        }
        Place place = csv ? Place.CELL_START : Place.PLAIN;
        int firstLine = -1;
        lines = 1;
        for (int n = 0; ; n++) {
            if (start + n == end && !fill()) {
                return found(n, false, place == Place.QUOTED ? firstLine : -1);
            }
            if (n > RawEvent.MAX_BYTES + 1) {
                return found(n, false, firstLine);
            }
            byte b = buffer[start + n];
            if (b == '\n') {
                if (place != Place.QUOTED) {
                    return found(n, true, n > RawEvent.MAX_BYTES ? firstLine : -1);
                }
                firstLine = firstLine < 0 ? n : firstLine;
                lines++;
            } else if (csv) {
                place = after(place, b);
                if (place == Place.BROKEN && firstLine >= 0) {
                    return found(n, false, firstLine);
                }
            }
        }
    }

    /**
     * Notes what was found.
     *
     * @param bytes how long it is
     * @param lineEnd whether a line end is behind it
     * @param firstLine how long the first of its lines is, if that alone shall be taken, else -1
     */
    private boolean found(int bytes, boolean lineEnd, int firstLine) {
        boolean whole = firstLine < 0;
        int taken = whole ? bytes : firstLine;
        lines = whole ? lines : 1;
        consumed = taken + (lineEnd || !whole ? 1 : 0);
        length = taken > 0 && buffer[start + taken - 1] == '\r' ? taken - 1 : taken;
        return true;
    }

    /** Where the byte behind {@code b} stands, with {@code b} perhaps breaking it. */
    private static Place after(Place place, byte b) {
        return switch (place) {
            case CELL_START -> b == '"' ? Place.QUOTED : b == ',' ? Place.CELL_START : Place.PLAIN;
            case PLAIN -> b == ',' ? Place.CELL_START : Place.PLAIN;
            case QUOTED -> b == '"' ? Place.AFTER_QUOTE : Place.QUOTED;
            case AFTER_QUOTE ->
                    switch (b) {
                        case '"' -> Place.QUOTED;
                        case ',' -> Place.CELL_START;
                        case '\r' -> Place.AFTER_RETURN;
                        default -> Place.BROKEN;
                    };
            case AFTER_RETURN, BROKEN -> Place.BROKEN;
        };
    }

    /** Steps behind the line at {@link #start} and gives its length. */
    private long skipLine() throws IOException {
        long skipped = 0;
        byte last = 0;
        boolean more = true;
        while (more && (start < end || fill())) {
            byte b = buffer[start++];
            more = b != '\n';
            if (more) {
                skipped++;
                last = b;
            }
        }
        line++;
        return last == '\r' ? skipped - 1 : skipped;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Gets more bytes behind {@link #end}, or says that there are none. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (end == buffer.length) {
            int size = end - start;
            byte[] target = start > 0 ? buffer : new byte[Math.min(CAPACITY, 2 * buffer.length)];
            System.arraycopy(buffer, start, target, 0, size);
            buffer = target;
            start = 0;
            end = size;
        }
        try {
            int read = in.read(buffer, end, buffer.length - end);
            ended = read < 0;
            end += Math.max(0, read);
        } catch (ZipException e) {
            throw new InputProblem(
                    path
                            + ": the gzip data is damaged or cut off after line "
                            + (line - 1)
                            + "; copy the file again from its source.");
        }
        return !ended;
    }
}
