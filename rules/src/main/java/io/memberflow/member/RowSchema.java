package io.memberflow.member;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rules can read of each type of fact. The numbers of {@link RowType#MEMBER} are those of the
 * {@link FactSchema}, which depend on the job's windows, and are not listed here.
 */
public final class RowSchema {
    private static final Map<RowType, RowSchema> SCHEMAS = new EnumMap<>(RowType.class);

    static {
        of(RowType.MEMBER)
                .text("name", "nick", "gender", "email", "phone", "province", "city", "address")
                .text("mailDomain", "homeProvince", "homeCity", "firstOrderSource")
                .text("reviewHabit", "bestContactChannel");
        of(RowType.ORDER)
                .number("on", Unit.DATE)
                .number("age", Unit.DAYS)
                .number("amount", Unit.MONEY)
                .number("items", Unit.COUNT)
                .number("discount", Unit.MONEY)
                .number("minutesToPay", Unit.COUNT)
                .number("first", Unit.FLAG)
                .number("campaign", Unit.FLAG)
                .number("earlierMean", Unit.MONEY)
                .number("counts", Unit.FLAG)
                .text(
                        "status",
                        "shop",
                        "channel",
                        "source",
                        "carrier",
                        "province",
                        "city",
                        "order");
        of(RowType.PURCHASE)
                .number("on", Unit.DATE)
                .number("age", Unit.DAYS)
                .number("quantity", Unit.COUNT)
                .number("price", Unit.PRICE)
                .text("sku", "name", "category", "order");
        of(RowType.PREFERENCE)
                .number("items", Unit.COUNT)
                .number("orders", Unit.COUNT)
                .number("share", Unit.RATIO)
                .number("rank", Unit.COUNT)
                .text("attribute", "value");
        of(RowType.BEHAVIOUR)
                .number("count7d", Unit.COUNT)
                .number("count30d", Unit.COUNT)
                .number("count90d", Unit.COUNT)
                .number("count365d", Unit.COUNT)
                .number("daysSince", Unit.DAYS)
                .text("type", "key", "category");
        of(RowType.TAG).text("key", "value", "source");
        of(RowType.SEGMENT).number("since", Unit.DATE).text("model", "value");
        of(RowType.CAMPAIGN).number("from", Unit.DATE).number("to", Unit.DATE).text("name", "kind");
        of(RowType.WORD).text("list", "value");
    }

    private final RowType type;
    private final List<RowField> fields = new ArrayList<>();
    private int numbers;
    private int texts;

    private RowSchema(RowType type) {
        this.type = type;
    }

    /** What can be read of facts of this type. */
    public static RowSchema of(RowType type) {
        return SCHEMAS.computeIfAbsent(type, RowSchema::new);
    }

    private RowSchema number(String name, Unit unit) {
        fields.add(new RowField(type, numbers++, name, unit));
        return this;
    }

    private RowSchema text(String... names) {
        for (String name : names) {
            fields.add(new RowField(type, texts++, name, Unit.TEXT));
        }
        return this;
    }

    /** In the order they are listed to people. */
    public List<RowField> fields() {
        return List.copyOf(fields);
    }

    /** How many numbers a row has; of the member, see {@link FactSchema#size()}. */
    public int numbers() {
        return numbers;
    }

    /** How many texts a row has. */
    public int texts() {
        return texts;
    }

    public Optional<RowField> find(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /**
     * The field of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public RowField get(String name) {
        return find(name)
                .orElseThrow(
                        () -> new IllegalArgumentException(type.title() + " has no field " + name));
    }
}
