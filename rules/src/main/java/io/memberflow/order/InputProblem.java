package io.memberflow.order;

/** What is wrong with the input as a whole: one sentence for a person, with the cure. */
public final class InputProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InputProblem(String sentence) {
        super(sentence);
    }
}
