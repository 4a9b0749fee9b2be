package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.RuleDescr;

/** What stands above a rule's conditions: annotations and attributes. */
final class RuleHeader {
    private static final Set<String> TEXTS = Set.of("title", "owner", "note");
    private static final Pattern TEXT = Pattern.compile("\"[^\"\\\\]{0,1000}\"");
    private static final Pattern KEEP = Pattern.compile("P([1-9][0-9]{0,2})D");
    private static final int MAX_KEEP = 365;

    private final Fact asOf;
    private final Finder finder;
    private final BiConsumer<BaseDescr, String> refuser;
    private final List<Condition> inForce = new ArrayList<>();
    private String title;
    private int salience;
    private int keepDays;
    private boolean enabled = true;

    RuleHeader(FactSchema schema, Finder finder, BiConsumer<BaseDescr, String> refuser) {
        this.asOf = schema.get(FactSchema.AS_OF);
        this.finder = finder;
        this.refuser = refuser;
    }

    /** Where findings go. */
    interface Finder {
        void find(BaseDescr part, String zh, String en);
    }

    void read(RuleDescr rule) {
        title = rule.getName();
        for (AttributeDescr attribute : rule.getAttributes().values()) {
            read(attribute, attribute.getValue().strip());
        }
        for (AnnotationDescr annotation : rule.getAnnotations()) {
            read(annotation);
        }
    }

    private void read(AttributeDescr attribute, String value) {
        switch (attribute.getName()) {
            case "salience" -> {
                if (value.matches("-?[0-9]{1,6}")) {
                    salience = Integer.parseInt(value);
                } else {
                    finder.find(
                            attribute,
                            "salience 要写一个整数，如 salience 10，而不是 " + value,
                            "salience takes a whole number, as in salience 10, not " + value);
                }
            }
            case "enabled" -> {
                if (value.equals("true") || value.equals("false")) {
                    enabled = Boolean.parseBoolean(value);
                } else {
                    refuser.accept(attribute, "enabled " + value);
                }
            }
            case "date-effective" -> inForce(attribute, value, Comparison.GE);
            case "date-expires" -> inForce(attribute, value, Comparison.LT);
            default -> refuser.accept(attribute, attribute.getName() + " " + value);
        }
    }

    private void inForce(AttributeDescr attribute, String value, Comparison comparison) {
        String date = value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
        try {
            inForce.add(
                    new Condition.Compare(asOf, comparison, LocalDate.parse(date).toEpochDay()));
        } catch (DateTimeParseException e) {
            finder.find(
                    attribute,
                    attribute.getName() + " 要写日期，如 \"2025-01-31\"，而不是 " + value,
                    attribute.getName() + " takes a date such as \"2025-01-31\", not " + value);
        }
    }

    private void read(AnnotationDescr annotation) {
        String name = annotation.getName();
        boolean isText =
                annotation.getSingleValue() instanceof String text && TEXT.matcher(text).matches();
        if (isText && TEXTS.contains(name)) {
            if (name.equals("title")) {
                title = String.valueOf(annotation.getSingleValueStripped());
            }
        } else if (isText && name.equals("keep")) {
            Matcher keep = KEEP.matcher(String.valueOf(annotation.getSingleValueStripped()));
            keepDays = keep.matches() ? Integer.parseInt(keep.group(1)) : 0;
            if (keepDays < 1 || keepDays > MAX_KEEP) {
                finder.find(
                        annotation,
                        "@keep 要写天数，如 @keep(\"P90D\")，1 到 " + MAX_KEEP + " 天",
                        "@keep takes days, as in @keep(\"P90D\"), 1 to " + MAX_KEEP);
            }
        } else if (isText) {
            finder.find(
                    annotation,
                    "没有 @" + name + "，可用 @title @owner @note @keep",
                    "There is no @" + name + ". Use @title, @owner, @note or @keep");
        } else {
            refuser.accept(annotation, "@" + name);
        }
    }

    /** The conditions within the rule's dates of effect. */
    Condition inForce(Condition when) {
        if (inForce.isEmpty()) {
            return when;
        }
        List<Condition> all = new ArrayList<>(inForce);
        if (when instanceof Condition.All conditions) {
            all.addAll(conditions.of());
        } else {
            all.add(when);
        }
        return new Condition.All(all);
    }

    String title() {
        return title;
    }

    int salience() {
        return salience;
    }

    int keepDays() {
        return keepDays;
    }

    boolean enabled() {
        return enabled;
    }
}
