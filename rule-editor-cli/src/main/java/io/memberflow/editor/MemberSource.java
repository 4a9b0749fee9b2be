package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Inspection;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Where members come from: files of events, the command line, the job's tables. */
interface MemberSource {

    /** The day as of which they are looked at. */
    LocalDate asOf();

    /** What a rulebook makes of a member; empty when nothing is known of one. */
    Optional<MemberView> find(String memberId, CompiledRules rules, Language language);

    /** What a rulebook makes of all members, in any order. */
    void forEach(CompiledRules rules, BiConsumer<String, Inspection> visitor);
}
