package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Parameter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns what a fact is compared with, a literal or a parameter's name, into the fact's own unit.
 */
final class Literals {
    /** No leading zero: to a programmer 030 is 24. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,15})?");

    /** No value that comes in is longer. */
    private static final int MAX_TEXT = 256;

    private static final Set<String> WORDS = Set.of("true", "false", "null");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final Pattern TEXT = Pattern.compile("\"[^\"\\\\]*\"");

    private final Map<String, Parameter> parameters;

    Literals(Map<String, Parameter> parameters) {
        this.parameters = parameters;
    }

    /** The constant that {@code text} stands for, in the unit of {@code fact}. */
    long constant(Fact fact, String text) throws Refused {
        return constant(fact.name(), fact.unit(), text);
    }

    /** The text that {@code text} stands for: a literal or a parameter's name. */
    String textConstant(String text) throws Refused {
        Parameter parameter = parameters.get(text);
        if (parameter != null && parameter.type() == Parameter.Type.TEXT) {
            return parameter.value();
        }
        return text(text);
    }

    /** The constant that {@code text} stands for, in {@code unit}; {@code name} is compared. */
    long constant(String name, Unit unit, String text) throws Refused {
        Parameter parameter = parameters.get(text);
        String literal = parameter == null ? text : parameter.value();
        try {
            return switch (unit) {
                case FLAG -> flag(literal);
                case DATE -> date(name, literal);
                default -> number(literal).movePointRight(unit.places()).longValueExact();
            };
        } catch (NumberFormatException | DateTimeParseException e) {
            if (NAME.matcher(text).matches() && !WORDS.contains(text)) {
                throw new Refused(
                                name
                                        + " 不能和 "
                                        + text
                                        + " 比较：没有这个参数"
                                        + Names.meant(parameters.keySet(), text, true)
                                        + "，或者写"
                                        + wanted(unit, true),
                                name
                                        + " cannot be compared with "
                                        + text
                                        + ": there is no such parameter"
                                        + Names.meant(parameters.keySet(), text, false)
                                        + ", or write "
                                        + wanted(unit, false))
                        .about(text);
            }
            throw new Refused(
                            name + " 不能和 " + text + " 比较，这里要" + wanted(unit, true),
                            name
                                    + " cannot be compared with "
                                    + text
                                    + "; it takes "
                                    + wanted(unit, false))
                    .about(text);
        } catch (ArithmeticException e) {
            throw new Refused(
                            text + " 的小数位太多或数字太大：" + name + " 要" + wanted(unit, true),
                            text
                                    + " has too many decimals or is too large: "
                                    + name
                                    + " takes "
                                    + wanted(unit, false))
                    .about(text);
        }
    }

    private static long date(String name, String literal) throws Refused {
        if (literal.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            throw new Refused(
                            name + " 的日期要加双引号，请写成 \"" + literal + "\"",
                            "A date stands in double quotes. Write \"" + literal + "\"")
                    .about(literal);
        }
        return LocalDate.parse(text(literal)).toEpochDay();
    }

    /** What stands between the quotes of a text. */
    static String text(String literal) throws Refused {
        if (!TEXT.matcher(literal).matches()) {
            throw new Refused(
                            "这里要一段加双引号的文字，而不是 " + Names.shortened(literal),
                            "A text in double quotes is needed, not " + Names.shortened(literal))
                    .about(literal);
        }
        if (literal.length() > MAX_TEXT + 2) {
            throw new Refused(
                    "文字有 " + (literal.length() - 2) + " 个字符，最多 " + MAX_TEXT + " 个，请缩短",
                    "A text has "
                            + (literal.length() - 2)
                            + " characters; it takes up to "
                            + MAX_TEXT
                            + ". Shorten it");
        }
        return literal.substring(1, literal.length() - 1);
    }

    private static BigDecimal number(String literal) {
        if (!NUMBER.matcher(literal).matches()) {
            throw new NumberFormatException(literal);
        }
        return new BigDecimal(literal);
    }

    private static long flag(String literal) {
        return switch (literal) {
            case "true" -> 1;
            case "false" -> 0;
            default -> throw new NumberFormatException(literal);
        };
    }

    private static String wanted(Unit unit, boolean chinese) {
        return switch (unit) {
            case COUNT -> chinese ? "整数" : "a whole number";
            case DAYS -> chinese ? "天数（整数）" : "whole days";
            case MONEY -> chinese ? "金额（元，最多两位小数）" : "yuan with at most two decimals";
            case DATE -> chinese ? "日期，如 \"2013-01-01\"" : "a date such as \"2013-01-01\"";
            case SCORE -> chinese ? "1 到 5 的整数" : "a whole number from 1 to 5";
            case FLAG -> chinese ? " true 或 false" : "true or false";
            case PERCENT -> chinese ? "百分数，如 10" : "a percentage such as 10";
            case RATIO -> chinese ? "比值，如 0.4" : "a ratio such as 0.4";
            case PRICE -> chinese ? "单价（元，最多四位小数）" : "yuan with at most four decimals";
            case TEXT -> chinese ? "加双引号的文字" : "a text in double quotes";
        };
    }
}
