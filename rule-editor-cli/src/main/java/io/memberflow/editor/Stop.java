package io.memberflow.editor;

/** Ends a command with an exit code and one sentence that says what to do. */
final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exit;
    private final String zh;
    private final String en;

    private Stop(int exit, String zh, String en) {
        super(en);
        this.exit = exit;
        this.zh = zh;
        this.en = en;
    }

    /** Something was asked for that cannot be done as asked. */
    static Stop wrongUse(Message message, Object... values) {
        return of(Exit.WRONG, message, values);
    }

    /** A gate does not let it pass. */
    static Stop refused(Message message, Object... values) {
        return of(Exit.REFUSED, message, values);
    }

    static Stop noAnswer(Message message, Object... values) {
        return of(Exit.NO_ANSWER, message, values);
    }

    static Stop interrupted() {
        return of(Exit.INTERRUPTED, Message.INTERRUPTED);
    }

    /** A sentence that {@code rules} says in both languages. */
    static Stop said(int exit, String zh, String en) {
        return new Stop(exit, zh, en);
    }

    private static Stop of(int exit, Message message, Object... values) {
        return new Stop(exit, message.in(Language.ZH, values), message.in(Language.EN, values));
    }

    int exit() {
        return exit;
    }

    String in(Language language) {
        return language.isChinese() ? zh : en;
    }
}
