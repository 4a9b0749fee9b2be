package io.memberflow.job.support;

import java.io.StringWriter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Everything that is logged at INFO and above, with stack traces, while it is open. */
public final class CapturedLog implements AutoCloseable {
    private final StringWriter text = new StringWriter();
    private final Logger root = (Logger) LogManager.getRootLogger();
    private final Level before = root.getLevel();
    private final WriterAppender appender;

    public CapturedLog() {
        PatternLayout layout =
                PatternLayout.newBuilder().withPattern("%p %c %m%n%throwable").build();
        appender = WriterAppender.createAppender(layout, null, text, "captured", false, true);
        appender.start();
        root.addAppender(appender);
        Configurator.setRootLevel(Level.INFO);
        // What the database server writes into its own log, the test server repeats here.
        Configurator.setLevel("io.zonky", Level.OFF);
    }

    /** What was logged so far. */
    public String text() {
        return text.toString();
    }

    @Override
    public void close() {
        root.removeAppender(appender);
        Configurator.setRootLevel(before);
        appender.stop();
    }
}
