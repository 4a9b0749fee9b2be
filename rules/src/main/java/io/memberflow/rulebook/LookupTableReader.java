package io.memberflow.rulebook;

import io.memberflow.rulebook.CsvTable.CsvRow;
import io.memberflow.rulebook.LookupTables.Campaign;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the tables of a release: {@code tables/campaigns.csv}, {@code tables/lists/NAME.csv} and
 * {@code tables/words/NAME.csv}.
 */
public final class LookupTableReader {
    private static final String FOLDER = "tables/";
    private static final String CAMPAIGNS = "tables/campaigns.csv";
    private static final Pattern NAMED =
            Pattern.compile("tables/(lists|words)/([A-Za-z][A-Za-z0-9_]{0,63})\\.csv");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final List<TableProblem> problems = new ArrayList<>();
    private final Set<Campaign> campaigns = new LinkedHashSet<>();
    private final Map<String, Set<String>> lists = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> words = new LinkedHashMap<>();

    private LookupTableReader() {}

    /**
     * What reading came to.
     *
     * @param tables all rows that are right
     * @param problems what is wrong, by file and line; empty when every row is right
     */
    public record Result(LookupTables tables, List<TableProblem> problems) {}

    /** Reads the tables of a release; files outside {@code tables/} are none. */
    public static Result read(Release release) {
        LookupTableReader reader = new LookupTableReader();
        for (int i = 0; i < release.paths().length; i++) {
            if (release.paths()[i].startsWith(FOLDER)) {
                reader.file(release.paths()[i], release.texts()[i]);
            }
        }
        reader.problems.sort(
                Comparator.comparing(TableProblem::file)
                        .thenComparingInt(TableProblem::line)
                        .thenComparingInt(TableProblem::column));
        LookupTables tables =
                new LookupTables(List.copyOf(reader.campaigns), reader.lists, reader.words);
        return new Result(tables, List.copyOf(reader.problems));
    }

    private void file(String path, String text) {
        Matcher named = NAMED.matcher(path);
        if (path.equals(CAMPAIGNS)) {
            campaigns(CsvTable.read(path, text, List.of("名称", "类型", "起", "止"), problems));
        } else if (!named.matches()) {
            problems.add(
                    new TableProblem(
                            path,
                            1,
                            1,
                            "tables/ 里只放 campaigns.csv、lists/名字.csv 和 words/名字.csv；"
                                    + "名字用英文字母、数字和下划线，字母开头，最多 64 个。请改名或移走这个文件。",
                            "tables/ holds campaigns.csv, lists/NAME.csv and words/NAME.csv only;"
                                    + " a NAME takes up to 64 ASCII letters, digits and"
                                    + " underscores, a letter first. Rename the file or move it"
                                    + " away."));
        } else if (named.group(1).equals("lists")) {
            lists.put(named.group(2), list(CsvTable.read(path, text, List.of("值"), problems)));
        } else {
            words.put(
                    named.group(2), words(CsvTable.read(path, text, List.of("词", "值"), problems)));
        }
    }

    private void campaigns(CsvTable table) {
        for (CsvRow row : table.rows()) {
            OptionalInt from = day(table, row, 2);
            OptionalInt to = day(table, row, 3);
            if (row.cells().get(0).isEmpty()) {
                table.wrong(row, 0, "缺少名称。请填写。", "The name is missing. Fill it in.");
            } else if (from.isPresent() && to.isPresent()) {
                if (to.getAsInt() < from.getAsInt()) {
                    table.wrong(
                            row,
                            3,
                            "止 " + row.cells().get(3) + " 早于起 " + row.cells().get(2) + "。请对调或改正。",
                            "The end "
                                    + row.cells().get(3)
                                    + " is before the start "
                                    + row.cells().get(2)
                                    + ". Swap or mend them.");
                } else {
                    String kind = row.cells().get(1).isEmpty() ? null : row.cells().get(1);
                    add(
                            table,
                            row,
                            campaigns.add(
                                    new Campaign(
                                            row.cells().get(0),
                                            kind,
                                            from.getAsInt(),
                                            to.getAsInt())));
                }
            }
        }
    }

    private static Set<String> list(CsvTable table) {
        Set<String> values = new LinkedHashSet<>();
        for (CsvRow row : table.rows()) {
            add(table, row, values.add(row.cells().get(0)));
        }
        return values;
    }

    private static Map<String, String> words(CsvTable table) {
        Map<String, String> words = new LinkedHashMap<>();
        for (CsvRow row : table.rows()) {
            String word = row.cells().get(0);
            if (word.isEmpty()) {
                table.wrong(row, 0, "缺少词。请填写。", "The word is missing. Fill it in.");
            } else {
                add(table, row, words.putIfAbsent(word, row.cells().get(1)) == null);
            }
        }
        return words;
    }

    /** Notes a row that was not new. */
    private static void add(CsvTable table, CsvRow row, boolean isNew) {
        if (!isNew) {
            String first = row.cells().get(0);
            table.wrong(
                    row, 0, first + " 出现了两次。请删掉一个。", first + " stands twice. Delete one of them.");
        }
    }

    private static OptionalInt day(CsvTable table, CsvRow row, int cell) {
        String text = row.cells().get(cell);
        OptionalInt day = parsed(text);
        if (day.isEmpty()) {
            table.wrong(
                    row,
                    cell,
                    (text.isEmpty() ? "缺少日期" : text + " 不是日期") + "。请写成 2025-11-11 的样子。",
                    (text.isEmpty() ? "The date is missing" : text + " is no date")
                            + ". Write it like 2025-11-11.");
        }
        return day;
    }

    /** The epoch day, empty when the text is no ISO date or the calendar has no such day. */
    private static OptionalInt parsed(String text) {
        if (!DATE.matcher(text).matches()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of((int) LocalDate.parse(text).toEpochDay());
        } catch (DateTimeException e) {
            return OptionalInt.empty();
        }
    }
}
