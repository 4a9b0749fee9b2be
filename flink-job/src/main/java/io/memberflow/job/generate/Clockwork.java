package io.memberflow.job.generate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Writes instants as local times with their offset, quickly. */
final class Clockwork {

    private final ZoneId zone;
    private long cachedDay = Long.MIN_VALUE;
    private String cachedDate;

    Clockwork(ZoneId zone) {
        this.zone = zone;
    }

    /** For example {@code 2025-03-01T10:15:30+08:00}. */
    String write(long epochSecond) {
        ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(epochSecond));
        long local = epochSecond + offset.getTotalSeconds();
        long day = Math.floorDiv(local, 86_400L);
        if (day != cachedDay) {
            cachedDay = day;
            cachedDate = LocalDate.ofEpochDay(day).toString();
        }
        int second = (int) Math.floorMod(local, 86_400L);
        StringBuilder text = new StringBuilder(25).append(cachedDate).append('T');
        two(text, second / 3600).append(':');
        two(text, second / 60 % 60).append(':');
        return two(text, second % 60).append(offset.getId()).toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
