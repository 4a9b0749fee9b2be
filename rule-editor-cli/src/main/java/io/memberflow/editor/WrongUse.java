package io.memberflow.editor;

/** Something was asked for that cannot be done as asked; the message says what to do. */
final class WrongUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongUse(String sentence) {
        super(sentence);
    }
}
