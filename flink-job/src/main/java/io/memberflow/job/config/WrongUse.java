package io.memberflow.job.config;

/**
 * The person who started the program asked for something that cannot be done as asked. The message
 * is one sentence that names the thing and its value and says what to do; it is shown without a
 * stack trace and the program ends with exit code 2. It never holds personal data.
 */
public final class WrongUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WrongUse(String sentence) {
        super(sentence);
    }

    public WrongUse(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
