package io.memberflow.member;

import java.math.BigDecimal;
import java.time.LocalDate;

/** What the number of a fact means, and how a rule's literal becomes that number. */
public enum Unit {
    /** A count of things. */
    COUNT(0),
    /** A count of days. */
    DAYS(0),
    /** Money: yuan in rules and texts, fen inside. */
    MONEY(2),
    /** A local date: ISO text in rules, epoch day inside. */
    DATE(0),
    /** A score 1 to 5, 5 best. */
    SCORE(0),
    /** Yes or no: true and false in rules, 1 and 0 inside. */
    FLAG(0),
    /** Percent, cut off after 15 places inside: exact against any constant a rule may name. */
    PERCENT(15),
    /** A share of one, or things a thing, cut off after 9 places inside. */
    RATIO(9),
    /** The price of one piece: yuan in rules, hundredths of a fen inside. */
    PRICE(4),
    /** No number at all: a text. */
    TEXT(0);

    private final int places;

    Unit(int places) {
        this.places = places;
    }

    /** Decimal places that one step of the inner number stands for. */
    public int places() {
        return places;
    }

    /** A number of this unit as people write it: yuan, ISO dates, true and false. */
    public String text(long value) {
        return switch (this) {
            case COUNT, DAYS, SCORE -> Long.toString(value);
            case FLAG -> Boolean.toString(value != 0);
            case DATE -> LocalDate.ofEpochDay(value).toString();
            case MONEY -> BigDecimal.valueOf(value, places).toPlainString();
            case PERCENT, RATIO, PRICE ->
                    BigDecimal.valueOf(value, places).stripTrailingZeros().toPlainString();
            case TEXT -> throw new IllegalArgumentException("A text is no number");
        };
    }
}
