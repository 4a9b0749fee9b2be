package io.memberflow.analysis;

/** The same in both languages. */
record Words(String zh, String en) {

    boolean isEmpty() {
        return en.isEmpty();
    }
}
