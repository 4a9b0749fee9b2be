package io.memberflow.rulebook;

import io.memberflow.rfm.FixedScores;
import java.util.List;
import java.util.Map;

/**
 * What {@code rulebook.yaml} says: the models and tags with their values, the parameters, the score
 * bounds, the trades.
 *
 * @param models in the order of the file; rules and tables refer to them by position
 * @param parameters by name
 * @param scores the fixed score bounds
 * @param tags the keys of tags, in the order of the file
 * @param trades by id, whether the trade is switched on
 */
public record Catalogue(
        List<Model> models,
        Map<String, Parameter> parameters,
        FixedScores scores,
        List<TagKey> tags,
        Map<String, Boolean> trades) {

    /** Position of a tag's key, -1 when there is no such one. */
    public int indexOfTag(String key) {
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the trade that a key belongs to is switched on; a key of no trade always is. */
    public boolean isOn(TagKey key) {
        return key.trade() == null || trades.getOrDefault(key.trade(), false);
    }

    /** Position of a model, -1 when there is none of that id. */
    public int indexOf(String model) {
        for (int i = 0; i < models.size(); i++) {
            if (models.get(i).id().equals(model)) {
                return i;
            }
        }
        return -1;
    }
}
