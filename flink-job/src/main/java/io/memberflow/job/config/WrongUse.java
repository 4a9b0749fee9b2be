package io.memberflow.job.config;

import java.util.stream.Collectors;

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

    /** The message of another exception that is meant for a person, in one line. */
    public static WrongUse because(RuntimeException problem) {
        return new WrongUse(
                problem.getMessage().lines().map(String::strip).collect(Collectors.joining(" ")),
                problem);
    }
}
