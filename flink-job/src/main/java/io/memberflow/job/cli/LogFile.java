package io.memberflow.job.cli;

import java.nio.file.Path;

/** The file that warnings and errors go to; it is made with the first of them. */
final class LogFile {

    static final String PROPERTY = "memberflow.log";
    private static final String DEFAULT = "memberflow-data/memberflow.log";

    private LogFile() {}

    static Path path() {
        return Path.of(System.getProperty(PROPERTY, DEFAULT));
    }
}
