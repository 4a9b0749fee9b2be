package io.memberflow.editor;

import java.nio.file.Path;
import java.util.List;

/** Compiles rulebooks. */
@FunctionalInterface
interface Rulebooks {

    /**
     * What is wrong with the rulebook in a folder.
     *
     * @return one {@code file:line:column: message} a finding, in the order of the files; empty
     *     when it compiles
     * @throws WrongUse when there is no rulebook to compile
     */
    List<String> findings(Path folder, Language language);
}
