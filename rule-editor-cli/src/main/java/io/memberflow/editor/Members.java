package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;

/** Finds the one member that a command is about. */
final class Members {
    private Members() {}

    /** The member named, or the one made on the command line. */
    static String idOr(String named, MemberOptions options) {
        if (named != null) {
            return named;
        }
        if (!options.isMade()) {
            throw Stop.wrongUse(Message.NO_MEMBER_NAMED);
        }
        return MemberOptions.MADE;
    }

    /** What a rulebook makes of the member. */
    static MemberView find(MemberSource source, String id, CompiledRules rules, Language language) {
        return source.find(id, rules, language)
                .orElseThrow(() -> Stop.wrongUse(Message.UNKNOWN_MEMBER, id));
    }
}
