package io.memberflow.editor;

import io.memberflow.rfm.MemberHistory;
import java.io.IOException;

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

    static MemberHistory find(MemberOptions options, String id) throws IOException {
        return options.source()
                .find(id)
                .orElseThrow(() -> Stop.wrongUse(Message.UNKNOWN_MEMBER, id));
    }
}
