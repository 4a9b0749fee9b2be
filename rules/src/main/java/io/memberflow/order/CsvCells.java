package io.memberflow.order;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One CSV record (RFC 4180, commas) as its cells. */
final class CsvCells {

    /** A record of its own that follows the real one only if that one is closed. */
    private static final String END = "end";

    private CsvCells() {}

    /** The cells, or null when the text is not exactly one record with its quotes closed. */
    static List<String> split(String row) {
        if (row.indexOf('"') >= 0) {
            return splitQuoted(row);
        }
        if (row.indexOf('\n') >= 0 || row.indexOf('\r') >= 0) {
            return null;
        }
        List<String> cells = new ArrayList<>();
        int start = 0;
        for (int comma = row.indexOf(','); comma >= 0; comma = row.indexOf(',', start)) {
            cells.add(row.substring(start, comma));
            start = comma + 1;
        }
        cells.add(row.substring(start));
        return cells;
    }

    /** The cells that are surely whole in a row that cannot be split: those before any quote. */
    static List<String> leading(String row) {
        int quote = row.indexOf('"');
        List<String> cells = split(quote < 0 ? row : row.substring(0, quote));
        return cells == null ? List.of() : cells.subList(0, cells.size() - 1);
    }

    private static List<String> splitQuoted(String row) {
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder()
                        .skipEmptyLines(false)
                        .allowMissingFields(true)
                        .allowExtraFields(true)
                        .ofCsvRecord(row + "\n" + END)) {
            Iterator<CsvRecord> records = reader.iterator();
            List<String> cells = records.next().getFields();
            boolean closed =
                    records.hasNext()
                            && records.next().getFields().equals(List.of(END))
                            && !records.hasNext();
            return closed ? cells : null;
        } catch (CsvParseException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }
}
