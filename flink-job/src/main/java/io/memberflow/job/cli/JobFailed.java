package io.memberflow.job.cli;

/** The job itself failed; the message is one sentence on the cause, without row contents. */
public final class JobFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JobFailed(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
