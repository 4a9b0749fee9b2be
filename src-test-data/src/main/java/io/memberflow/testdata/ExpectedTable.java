package io.memberflow.testdata;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * An {@code expected-*.csv.gz}: the independent answers, as text.
 *
 * @param columns the compared columns in file order, {@code member_id} not among them
 * @param members by member id: column to text; empty text is null or no row
 */
public record ExpectedTable(List<String> columns, SortedMap<String, Map<String, String>> members) {
    private static final String KEY = "member_id";

    public ExpectedTable {
        columns = List.copyOf(columns);
        members = Collections.unmodifiableSortedMap(members);
    }

    /**
     * @throws UncheckedIOException when the file cannot be read
     * @throws IllegalStateException when a member stands in it twice
     */
    public static ExpectedTable read(Path file) {
        SortedMap<String, Map<String, String>> members = new TreeMap<>();
        List<String> columns = List.of();
        try (var reader =
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(reader)) {
            for (NamedCsvRecord line : csv) {
                columns = line.getHeader().stream().filter(name -> !name.equals(KEY)).toList();
                Map<String, String> cells = new LinkedHashMap<>();
                columns.forEach(column -> cells.put(column, line.getField(column)));
                if (members.put(line.getField(KEY), Collections.unmodifiableMap(cells)) != null) {
                    throw new IllegalStateException(
                            file + " has a member twice, in line " + line.getStartingLineNumber());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return new ExpectedTable(columns, members);
    }

    /** How many cells there are to compare. */
    public long cells() {
        return (long) columns.size() * members.size();
    }
}
