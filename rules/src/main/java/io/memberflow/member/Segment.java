package io.memberflow.member;

/** A value that a model gave the member, as rules of a later layer see it: both by number. */
public final class Segment {
    private final int model;
    private final int value;

    /** The value at position {@code value} of the model at position {@code model}. */
    public Segment(int model, int value) {
        this.model = model;
        this.value = value;
    }

    public int getModel() {
        return model;
    }

    public int getValue() {
        return value;
    }
}
