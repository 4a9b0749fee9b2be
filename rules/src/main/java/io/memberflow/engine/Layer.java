package io.memberflow.engine;

/** The fact that a layer may run: every rule of it waits for it, so that it sees all it reads. */
public final class Layer {
    private final int number;

    Layer(int number) {
        this.number = number;
    }

    /** The layer's position. */
    public int getNumber() {
        return number;
    }
}
