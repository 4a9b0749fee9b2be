package io.memberflow.editor;

import io.memberflow.rfm.MemberHistory;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Where members come from: files of events, the command line, later the tables. */
interface MemberSource {

    /** What is known of a member; empty when nothing is. */
    Optional<MemberHistory> find(String memberId);

    /** All members, by ascending id. */
    void forEach(BiConsumer<String, MemberHistory> visitor);
}
