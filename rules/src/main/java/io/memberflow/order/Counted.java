package io.memberflow.order;

/** Numbers of things in English. */
public final class Counted {
    private Counted() {}

    /**
     * The number with the word that goes with it: {@code 1 day}, {@code 2 days}, {@code 0 days}.
     */
    public static String of(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
