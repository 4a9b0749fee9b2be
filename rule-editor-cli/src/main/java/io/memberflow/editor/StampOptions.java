package io.memberflow.editor;

import io.memberflow.registry.Stamp;
import picocli.CommandLine.Option;

/** Who changes a channel, and why. */
final class StampOptions {
    @Option(names = "--by", paramLabel = "NAME", descriptionKey = "stamp.by")
    private String by;

    @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "stamp.note")
    private String note = "";

    String by() {
        return by == null ? System.getProperty("user.name", "?") : by;
    }

    String note() {
        return note;
    }

    Stamp stamp() {
        return Stamp.of(by(), note);
    }
}
