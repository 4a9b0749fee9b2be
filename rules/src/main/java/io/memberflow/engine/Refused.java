package io.memberflow.engine;

/** Why a part of a rule is refused, in both languages, without a full stop. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String zh;

    Refused(String zh, String en) {
        super(en, null, false, false);
        this.zh = zh;
    }

    String zh() {
        return zh;
    }

    String en() {
        return getMessage();
    }
}
