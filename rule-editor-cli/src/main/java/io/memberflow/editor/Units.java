package io.memberflow.editor;

import io.memberflow.member.Unit;

/** Units in words of people. */
final class Units {
    private Units() {}

    /** What a number of the unit is: {@code 元}, {@code 天}. */
    static String name(Unit unit, Language language) {
        return Message.valueOf("UNIT_" + unit.name()).in(language);
    }

    /** A value as somebody could write it. */
    static String example(Unit unit) {
        return switch (unit) {
            case COUNT -> "3";
            case DAYS -> "90";
            case MONEY -> "299.00";
            case DATE -> "\"2025-01-31\"";
            case SCORE -> "4";
            case FLAG -> "true";
            case PERCENT -> "10";
            case RATIO -> "0.4";
            case PRICE -> "19.90";
            case TEXT -> "\"红\"";
        };
    }
}
