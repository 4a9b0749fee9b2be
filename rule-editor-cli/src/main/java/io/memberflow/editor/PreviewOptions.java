package io.memberflow.editor;

import java.math.BigDecimal;
import picocli.CommandLine.Option;

/** How many may change, and of whom it is looked at. */
final class PreviewOptions {
    private static final double ALL = 100;

    @Option(names = "--sample", paramLabel = "NUMBER", descriptionKey = "preview.sample")
    private Integer sample;

    @Option(names = "--max-change", paramLabel = "PERCENT", descriptionKey = "preview.maxChange")
    private Double maxChange;

    /** How many members, 0 for all. */
    int sample() {
        if (sample != null && sample < 1) {
            throw Stop.wrongUse(Message.NO_SAMPLE, sample);
        }
        return sample == null ? 0 : sample;
    }

    boolean isGate() {
        if (maxChange != null && !(maxChange >= 0 && maxChange <= ALL)) {
            throw Stop.wrongUse(Message.NO_MAX_CHANGE, maxChange);
        }
        return maxChange != null;
    }

    /**
     * Passes a change that is small enough.
     *
     * @throws Stop with {@link Exit#REFUSED}
     */
    void check(BigDecimal percent) {
        if (isGate() && percent.compareTo(BigDecimal.valueOf(maxChange)) > 0) {
            throw Stop.refused(Message.CHANGES_TOO_MUCH, percent, maxChange);
        }
    }
}
