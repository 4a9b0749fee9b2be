package io.memberflow.order;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The columns that a CSV header names.
 *
 * @param columns how many cells a row has
 * @param fields where the known fields stand
 */
record CsvHeader(int columns, Map<Field, Integer> fields) {

    private static final List<Field> REQUIRED =
            List.of(Field.ORDER_ID, Field.MEMBER_ID, Field.PAID_AT);

    /**
     * Reads a header line.
     *
     * @throws InputProblem when it names a known column twice or lacks a required one; the sentence
     *     goes on after the file's name and a colon
     */
    static CsvHeader parse(String line) {
        List<String> names = CsvCells.split(line);
        if (names == null) {
            throw new InputProblem("its header line is no valid CSV; mend the quotes in it.");
        }
        Map<Field, Integer> fields = new EnumMap<>(Field.class);
        for (int i = 0; i < names.size(); i++) {
            Field field = Field.BY_COLUMN.get(names.get(i).strip());
            if (field != null && fields.put(field, i) != null) {
                throw new InputProblem(
                        "its header names the column "
                                + field.column
                                + " twice; keep one of them.");
            }
        }
        CsvHeader header = new CsvHeader(names.size(), fields);
        for (Field field : REQUIRED) {
            header.require(field, "");
        }
        if (!header.isOfLines()) {
            header.require(Field.AMOUNT, "");
        } else if (!fields.containsKey(Field.ITEM_PRICE)) {
            header.require(Field.AMOUNT, " (or item_price)");
        }
        return header;
    }

    /** Whether a row is one line of an order rather than an order. */
    boolean isOfLines() {
        return fields.keySet().stream().anyMatch(Field::isOfItem);
    }

    private void require(Field field, String or) {
        if (!fields.containsKey(field)) {
            throw new InputProblem(
                    "its header has no column "
                            + field.column
                            + or
                            + "; the first line must name the columns, "
                            + "as in order_id,member_id,paid_at,amount.");
        }
    }
}
