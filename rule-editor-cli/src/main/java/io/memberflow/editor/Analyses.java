package io.memberflow.editor;

import java.nio.file.Path;
import java.util.List;

/** Analyses rulebooks. */
@FunctionalInterface
interface Analyses {

    /**
     * What can be proved of the rulebook in a folder. A rulebook that does not compile has its
     * errors as findings, and nothing is proved of it.
     *
     * @throws WrongUse when there is no rulebook to analyse
     */
    Analysed analyse(Path folder, Language language);

    /**
     * What came of it.
     *
     * @param findings one {@code file:line:column: message} a finding
     * @param proved ids of the models that mean what the catalogue says
     * @param unproved a sentence for each question that was not answered
     */
    record Analysed(List<String> findings, List<String> proved, List<String> unproved) {}
}
