package io.memberflow.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Unit;

/**
 * All the facts of a member as JSON, under the names that rules use. Facts that merely count days
 * are left out: the dates they count from are there, and a row does not age while nothing happens.
 */
public final class FactsJson {
    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    private FactsJson() {}

    /** The facts by name, those of a window as an object under the window's name. */
    public static String write(FactSchema schema, long[] facts) {
        ObjectNode json = JSON.objectNode();
        for (Fact fact : schema.readable()) {
            boolean countsDays = fact.unit() == Unit.DAYS && !fact.name().equals("medianGapDays");
            if (!countsDays) {
                int dot = fact.name().indexOf('.');
                ObjectNode target =
                        dot < 0 ? json : json.withObjectProperty(fact.name().substring(0, dot));
                Reason.put(
                        target, fact.name().substring(dot + 1), fact.unit(), facts[fact.index()]);
            }
        }
        return json.toString();
    }
}
