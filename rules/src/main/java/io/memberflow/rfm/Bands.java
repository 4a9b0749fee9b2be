package io.memberflow.rfm;

import java.util.List;

/**
 * Consecutive bands of a whole number, each with a score: the first band whose upper bound is above
 * the value holds.
 *
 * @param below exclusive upper bounds, strictly ascending, one fewer than there are scores
 * @param scores the score of each band, 1 to 5; the last one is for everything above
 */
public record Bands(List<Long> below, List<Integer> scores) {
    public Bands {
        below = List.copyOf(below);
        scores = List.copyOf(scores);
        if (scores.size() != below.size() + 1) {
            throw new IllegalArgumentException("one score more than bounds is needed");
        }
        for (int i = 1; i < below.size(); i++) {
            if (below.get(i) <= below.get(i - 1)) {
                throw new IllegalArgumentException("bounds must ascend");
            }
        }
    }

    /** The score of a value. */
    public int score(long value) {
        int band = 0;
        while (band < below.size() && value >= below.get(band)) {
            band++;
        }
        return scores.get(band);
    }
}
