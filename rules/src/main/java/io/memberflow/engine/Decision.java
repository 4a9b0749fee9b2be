package io.memberflow.engine;

import java.util.BitSet;

/** What rules report to while they fire: which of them did. Nothing else can be done with it. */
public final class Decision {
    private final BitSet fired = new BitSet();

    /** Called by the compiled rules. */
    public void fire(int rule) {
        fired.set(rule);
    }

    BitSet fired() {
        return fired;
    }
}
