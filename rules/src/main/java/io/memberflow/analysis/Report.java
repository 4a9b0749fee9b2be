package io.memberflow.analysis;

import io.memberflow.engine.Finding;
import java.util.List;

/**
 * What the analysis of a rulebook came to.
 *
 * @param faults what is wrong, in the order of the models
 * @param proved models of which every question was answered and nothing found
 * @param unproved models of which some question was not answered, and which
 */
public record Report(List<Fault> faults, List<Proved> proved, List<Unproved> unproved) {

    /**
     * A model that means what the catalogue says.
     *
     * @param model its id
     * @param taken conditions that are no comparisons of facts: the proof holds however they turn
     *     out, but does not show that they can
     */
    public record Proved(String model, int taken) {}

    /**
     * A question without an answer.
     *
     * @param model the model's id
     * @param zh what could not be proved and why, in Chinese
     * @param en the same in English
     */
    public record Unproved(String model, String zh, String en) {}

    /** The faults, for the person who wrote the rulebook. */
    public List<Finding> findings() {
        return faults.stream().map(Fault::finding).toList();
    }
}
