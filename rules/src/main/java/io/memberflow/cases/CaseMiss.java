package io.memberflow.cases;

import io.memberflow.cases.CalendarCase.Place;
import java.time.LocalDate;
import java.util.List;

/**
 * Something that a case expects and that is not so.
 *
 * @param place where it is expected
 * @param name the case
 * @param asOf the day
 * @param zh what was expected and what there is, in Chinese
 * @param en the same in English
 * @param whyZh which conditions of which rules decided, in Chinese
 * @param whyEn the same in English
 */
public record CaseMiss(
        Place place,
        String name,
        LocalDate asOf,
        String zh,
        String en,
        List<String> whyZh,
        List<String> whyEn) {

    /** All of it: one line, and one for each rule. */
    public String text(boolean chinese) {
        StringBuilder text = new StringBuilder();
        text.append(place).append(": ").append(name).append(" (").append(asOf).append("): ");
        text.append(chinese ? zh : en);
        (chinese ? whyZh : whyEn).forEach(why -> text.append("\n    ").append(why));
        return text.toString();
    }
}
