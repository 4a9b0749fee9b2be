package io.memberflow.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.member.Fact;
import io.memberflow.member.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

/**
 * Why a verdict is what it is: the rule, each of its conditions with what the fact was, and the
 * newest orders behind these facts.
 *
 * @param rule the rule's name
 * @param because the conditions that decided
 * @param orders ids of the newest orders that the facts were computed from, newest first
 */
public record Reason(String rule, List<Because> because, List<String> orders) {
    /** How many orders a reason names at most. */
    static final int MOST_ORDERS = 20;

    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    /** A condition that held, or that no longer holds. */
    public sealed interface Because permits FactBecause, ModelBecause {}

    /**
     * A fact against a constant.
     *
     * @param is the fact's value, {@link Fact#ABSENT} when the member has it not
     * @param not whether the comparison must not hold, as it never does with an absent fact
     */
    public record FactBecause(Fact fact, long is, boolean not, Comparison comparison, long needs)
            implements Because {}

    /**
     * Another model's value.
     *
     * @param is the value it has, null for none
     * @param needs what is asked of it, in words of the rule language
     */
    public record ModelBecause(String model, String is, String needs) implements Because {}

    /** The reason as the tables hold it. */
    public String toJson() {
        ObjectNode json = JSON.objectNode();
        json.put("rule", rule);
        ArrayNode array = json.putArray("because");
        for (Because one : because) {
            ObjectNode entry = array.addObject();
            if (one instanceof FactBecause f) {
                entry.put("fact", f.fact().name());
                put(entry, "is", f.fact().unit(), f.is());
                String needs = f.comparison().symbol() + " " + text(f.fact().unit(), f.needs());
                entry.put("needs", f.not() ? "not " + needs : needs);
            } else if (one instanceof ModelBecause m) {
                entry.put("fact", "segment." + m.model());
                entry.put("is", m.is());
                entry.put("needs", m.needs());
            }
        }
        orders.forEach(json.putArray("orders")::add);
        return json.toString();
    }

    /** Puts a fact's value into JSON in the unit people know: yuan, ISO dates, true and false. */
    static void put(ObjectNode json, String name, Unit unit, long value) {
        if (value == Fact.ABSENT) {
            json.putNull(name);
            return;
        }
        switch (unit) {
            case COUNT, DAYS, SCORE -> json.put(name, value);
            case FLAG -> json.put(name, value != 0);
            case DATE -> json.put(name, LocalDate.ofEpochDay(value).toString());
            case MONEY -> json.put(name, BigDecimal.valueOf(value, 2));
            case PERCENT -> json.put(name, percent(value).setScale(6, RoundingMode.HALF_UP));
            case RATIO, PRICE ->
                    json.put(name, BigDecimal.valueOf(value, unit.places()).stripTrailingZeros());
            case TEXT -> throw new IllegalArgumentException(name + " is no number");
        }
    }

    private static String text(Unit unit, long value) {
        return switch (unit) {
            case COUNT, DAYS, SCORE -> Long.toString(value);
            case FLAG -> Boolean.toString(value != 0);
            case DATE -> LocalDate.ofEpochDay(value).toString();
            case MONEY -> BigDecimal.valueOf(value, 2).toPlainString();
            case PERCENT, RATIO, PRICE ->
                    BigDecimal.valueOf(value, unit.places()).stripTrailingZeros().toPlainString();
            case TEXT -> throw new IllegalArgumentException("A text is no number");
        };
    }

    private static BigDecimal percent(long value) {
        return BigDecimal.valueOf(value, Unit.PERCENT.places());
    }
}
