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

    /** Of longer lists no more are named. */
    private static final int MOST_NAMES = 12;

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
                            "目录 rulebook.yaml 里没有模型 " + id + meantOrOneOf(ids, id, true),
                            "The catalogue rulebook.yaml knows no model "
                                    + id
                                    + meantOrOneOf(ids, id, false))
                    .about(id);
        }
        return model;
    }

    /** The position of a value in a model. */
    int value(int model, String value) throws Refused {
        Model known = catalogue.models().get(model);
        int index = known.indexOf(value);
        if (index < 0) {
            List<String> values = known.values().stream().map(Model.Value::value).toList();
            throw new Refused(
                            "模型 "
                                    + known.id()
                                    + " 没有值 "
                                    + value
                                    + meantOrOneOf(values, value, true)
                                    + "；新的值要先加到 rulebook.yaml",
                            "The model "
                                    + known.id()
                                    + " has no value "
                                    + value
                                    + meantOrOneOf(values, value, false)
                                    + "; a new value is first added to rulebook.yaml")
                    .about("\"" + value + "\"");
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
                            "The catalogue rulebook.yaml knows no tag "
                                    + key
                                    + meant(keys, key, false))
                    .about("\"" + key + "\"");
        }
        return tag;
    }

    /** A value that the key can have. */
    String tagValue(int tag, String value) throws Refused {
        TagKey known = catalogue.tags().get(tag);
        if (!known.allows(value)) {
            List<String> values = known.values().stream().map(Model.Value::value).toList();
            throw new Refused(
                            "标签 "
                                    + known.key()
                                    + " 没有值 "
                                    + value
                                    + meantOrOneOf(values, value, true),
                            "The tag "
                                    + known.key()
                                    + " has no value "
                                    + value
                                    + meantOrOneOf(values, value, false))
                    .about("\"" + value + "\"");
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
                            field + " 没有 " + text + meantOrOneOf(known, text, true),
                            field + " is never " + text + meantOrOneOf(known, text, false))
                    .about("\"" + text + "\"");
        }
    }

    /** What someone wrote, cut to what a message can hold. */
    static String shortened(String written) {
        return written.length() <= MAX_SHOWN ? written : written.substring(0, MAX_SHOWN) + "…";
    }

    /** The name that was probably meant, or else those there are. */
    private static String meantOrOneOf(List<String> known, String written, boolean chinese) {
        String meant = meant(known, written, chinese);
        List<String> some = known.subList(0, Math.min(known.size(), MOST_NAMES));
        String more = known.size() > MOST_NAMES ? (chinese ? " 等" : " and others") : "";
        return !meant.isEmpty() || known.isEmpty()
                ? meant
                : chinese
                        ? "，可以是 " + String.join("、", some) + more
                        : "; it can be " + String.join(", ", some) + more;
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
