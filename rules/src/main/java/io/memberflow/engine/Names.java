package io.memberflow.engine;

import io.memberflow.member.BehaviourType;
import io.memberflow.member.RowType;
import io.memberflow.order.OrderStatus;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.TagKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The names of the catalogue and of the fixed lists, as rules use them. */
final class Names {
    private static final List<String> BEHAVIOURS = names(BehaviourType.values());
    private static final List<String> STATUSES = names(OrderStatus.values());
    private static final List<String> SOURCES = List.of("MANUAL", "SELF", "RULE", "BATCH");

    private static final int MAX_SHOWN = 200;

    private final Catalogue catalogue;

    Names(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    /** The position of a model. */
    int model(String id) throws Refused {
        int model = catalogue.indexOf(id);
        if (model < 0) {
            List<String> ids = catalogue.models().stream().map(Model::id).toList();
            throw new Refused(
                    "目录 rulebook.yaml 里没有模型 " + id + meant(ids, id, true),
                    "The catalogue rulebook.yaml knows no model " + id + meant(ids, id, false));
        }
        return model;
    }

    /** The position of a value in a model. */
    int value(int model, String value) throws Refused {
        Model known = catalogue.models().get(model);
        int index = known.indexOf(value);
        if (index < 0) {
            throw new Refused(
                    "模型 " + known.id() + " 没有值 " + value + "，请更正，或在 rulebook.yaml 里添加",
                    "The model "
                            + known.id()
                            + " has no value "
                            + value
                            + ". Correct it, or add it to rulebook.yaml");
        }
        return index;
    }

    /** The position of a tag's key. */
    int tag(String key) throws Refused {
        int tag = catalogue.indexOfTag(key);
        if (tag < 0) {
            List<String> keys = catalogue.tags().stream().map(TagKey::key).toList();
            throw new Refused(
                    "目录 rulebook.yaml 里没有标签 " + key + meant(keys, key, true),
                    "The catalogue rulebook.yaml knows no tag " + key + meant(keys, key, false));
        }
        return tag;
    }

    /** A value that the key can have. */
    String tagValue(int tag, String value) throws Refused {
        TagKey known = catalogue.tags().get(tag);
        if (!known.allows(value)) {
            List<String> values = known.values().stream().map(Model.Value::value).toList();
            throw new Refused(
                    "标签 " + known.key() + " 没有值 " + value + meant(values, value, true),
                    "The tag "
                            + known.key()
                            + " has no value "
                            + value
                            + meant(values, value, false));
        }
        return value;
    }

    /** Refuses a text that a field of fixed values can never have. */
    void checkText(RowType type, String field, String text) throws Refused {
        List<String> known =
                switch (type.title() + "." + field) {
                    case "Behaviour.type" -> BEHAVIOURS;
                    case "Order.status" -> STATUSES;
                    case "Tag.source" -> SOURCES;
                    default -> null;
                };
        if (known != null && !known.contains(text)) {
            throw new Refused(
                    field + " 没有 " + text + "，可以是 " + String.join("、", known),
                    field + " is never " + text + "; it can be " + String.join(", ", known));
        }
    }

    /** What someone wrote, cut to what a message can hold. */
    static String shortened(String written) {
        return written.length() <= MAX_SHOWN ? written : written.substring(0, MAX_SHOWN) + "…";
    }

    static String meant(Collection<String> known, String written, boolean chinese) {
        return Nearest.of(written, List.copyOf(known))
                .map(nearest -> (chinese ? "，是不是 " : ". Did you mean ") + nearest)
                .orElse("");
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
