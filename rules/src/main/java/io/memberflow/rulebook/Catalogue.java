package io.memberflow.rulebook;

import io.memberflow.rfm.FixedScores;
import java.util.List;
import java.util.Map;

/**
 * What {@code rulebook.yaml} says: the models with their values, the parameters, the score bounds.
 *
 * @param models in the order of the file; rules and tables refer to them by position
 * @param parameters by name
 * @param scores the fixed score bounds
 */
public record Catalogue(List<Model> models, Map<String, Parameter> parameters, FixedScores scores) {

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
