package io.memberflow.registry;

import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.TagKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A value that a release can give: a row of {@code rule_catalogue}.
 *
 * @param modelOrKey the model or the tag key
 * @param value the value; empty for any value of a key whose values are open
 * @param position where it stands among the values of its model, from 1
 * @param titleZh its Chinese title
 * @param titleEn its English title
 * @param advice how to treat these members
 * @param targetShare the share aimed at, in percent, or null
 * @param sensitive whether it stays out of everything but {@code member_tag}, with all values of
 *     its key
 */
public record CatalogueRow(
        String modelOrKey,
        String value,
        int position,
        String titleZh,
        String titleEn,
        String advice,
        BigDecimal targetShare,
        boolean sensitive) {

    /** The rows of a catalogue, by model or key and position. */
    public static List<CatalogueRow> of(Catalogue catalogue) {
        List<CatalogueRow> rows = new ArrayList<>();
        for (Model model : catalogue.models()) {
            for (int i = 0; i < model.values().size(); i++) {
                Model.Value value = model.values().get(i);
                rows.add(
                        new CatalogueRow(
                                model.id(),
                                value.value(),
                                i + 1,
                                value.value(),
                                value.en(),
                                orEmpty(value.advice()),
                                value.targetShare() == null
                                        ? null
                                        : BigDecimal.valueOf(value.targetShare()),
                                false));
            }
        }
        catalogue.tags().forEach(tag -> rows.addAll(tagRows(tag)));
        return rows;
    }

    /** A row for each listed value; one with an empty value for those of an open key. */
    private static List<CatalogueRow> tagRows(TagKey tag) {
        List<CatalogueRow> rows = new ArrayList<>();
        for (int i = 0; i < tag.values().size(); i++) {
            Model.Value value = tag.values().get(i);
            rows.add(
                    new CatalogueRow(
                            tag.key(),
                            value.value(),
                            i + 1,
                            value.value(),
                            value.en(),
                            orEmpty(value.advice()),
                            null,
                            tag.sensitive()));
        }
        if (tag.open()) {
            rows.add(
                    new CatalogueRow(
                            tag.key(),
                            "",
                            tag.values().size() + 1,
                            tag.key(),
                            tag.en(),
                            "",
                            null,
                            tag.sensitive()));
        }
        return rows;
    }

    private static String orEmpty(String advice) {
        return advice == null ? "" : advice;
    }
}
