package io.memberflow.editor;

import java.util.Locale;

/** The forms in which a command can say what came of it. */
enum Format {
    TEXT,
    JSON,
    JUNIT,
    SARIF,
    GITHUB;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
