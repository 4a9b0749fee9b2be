package io.memberflow.order;

/** The first thing found wrong with the form of an event. */
final class Fault {
    private String sentence;

    void clear() {
        sentence = null;
    }

    /** Says what is wrong, in one sentence for a person; only the first stays. */
    void found(String what) {
        if (sentence == null) {
            sentence = what;
        }
    }

    /** What is wrong, or null. */
    String sentence() {
        return sentence;
    }
}
