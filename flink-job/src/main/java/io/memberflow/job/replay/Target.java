package io.memberflow.job.replay;

/** Where events go that are sent again. */
public interface Target extends AutoCloseable {

    /**
     * Takes an event.
     *
     * @param stream the stream it belongs to
     * @param memberId the member, or null when it could not be read
     * @param event its text
     */
    void send(String stream, String memberId, byte[] event);

    /**
     * Ends; what was taken is then where it should be.
     *
     * @throws NotSent when it is not
     */
    @Override
    void close();
}
