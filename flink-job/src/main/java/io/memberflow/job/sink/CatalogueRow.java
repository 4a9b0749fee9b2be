package io.memberflow.job.sink;

import java.math.BigDecimal;

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
        boolean sensitive) {}
