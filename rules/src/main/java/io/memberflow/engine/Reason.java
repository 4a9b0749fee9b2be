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
    public sealed interface Because permits FactBecause, ModelBecause, RowBecause {}

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

    /**
     * Rows of some type.
     *
     * @param is what was found, null for nothing, or for what must not be shown
     * @param needs what is asked of them, in words of the rule language
     * @param orders the orders that the rows come from
     */
    public record RowBecause(String type, String is, String needs, List<String> orders)
            implements Because {}

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
                String needs = f.comparison().symbol() + " " + f.fact().unit().text(f.needs());
                entry.put("needs", f.not() ? "not " + needs : needs);
            } else if (one instanceof ModelBecause m) {
                entry.put("fact", "segment." + m.model());
                entry.put("is", m.is());
                entry.put("needs", m.needs());
            } else if (one instanceof RowBecause r) {
                entry.put("fact", r.type());
                entry.put("is", r.is());
                entry.put("needs", r.needs());
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
                    json.put(name, shortened(BigDecimal.valueOf(value, unit.places())));
            case TEXT -> throw new IllegalArgumentException(name + " is no number");
        }
    }

    /** Without trailing zeros, and without an exponent where that would leave one. */
    private static BigDecimal shortened(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static BigDecimal percent(long value) {
        return BigDecimal.valueOf(value, Unit.PERCENT.places());
    }
}
