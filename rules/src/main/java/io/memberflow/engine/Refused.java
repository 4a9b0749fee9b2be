package io.memberflow.engine;

/** Why a part of a rule is refused, in both languages, without a full stop. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String zh;
    private final String en;
    private String about;

    Refused(String zh, String en) {
        super(en, null, false, false);
        this.zh = zh;
        this.en = en;
    }

    /** The same, told to be about this text of the part. */
    Refused about(String text) {
        about = text;
        return this;
    }

    /** What of the part it is about, null for all of it. */
    String about() {
        return about;
    }

    String zh() {
        return zh;
    }

    String en() {
        return en;
    }
}
