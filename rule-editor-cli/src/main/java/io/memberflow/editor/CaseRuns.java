package io.memberflow.editor;

import java.nio.file.Path;
import java.util.List;

/** Runs the cases of rulebooks. */
@FunctionalInterface
interface CaseRuns {

    /**
     * What came of the cases of the rulebook in a folder. One that does not compile, or whose cases
     * cannot be read, has its errors as failures, and nothing is run.
     *
     * @throws WrongUse when there is no rulebook
     */
    Ran run(Path folder, Language language);

    /**
     * What came of them.
     *
     * @param cases how many were run
     * @param failures what is wrong: a line, or several of which all but the first are indented
     * @param coverage what of the rulebook the cases try, as lines
     */
    record Ran(int cases, List<String> failures, List<String> coverage) {}
}
