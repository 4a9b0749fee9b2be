package io.memberflow.benchmarks.job;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/** Rows in the text form of PostgreSQL's COPY. */
final class CopyText {
    private static final int CENTS = 2;

    private final StringBuilder text = new StringBuilder();
    private boolean isInRow;

    CopyText value(Object value) {
        if (isInRow) {
            text.append('\t');
        }
        isInRow = true;
        if (value == null) {
            text.append("\\N");
        } else if (value instanceof String words) {
            escaped(words);
        } else {
            text.append(value);
        }
        return this;
    }

    CopyText day(Integer epochDay) {
        return value(epochDay == null ? null : LocalDate.ofEpochDay(epochDay));
    }

    CopyText fen(Long fen) {
        return value(fen == null ? null : BigDecimal.valueOf(fen, CENTS));
    }

    CopyText instant(long millis) {
        return value(Instant.ofEpochMilli(millis));
    }

    void end() {
        text.append('\n');
        isInRow = false;
    }

    private void escaped(String words) {
        for (int i = 0; i < words.length(); i++) {
            char one = words.charAt(i);
            switch (one) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(one);
            }
        }
    }

    /** All rows so far, which are forgotten. */
    byte[] take() {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        return bytes;
    }
}
