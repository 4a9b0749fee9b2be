package io.memberflow.job.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name a person most likely meant. */
public final class NearestName {

    private NearestName() {}

    /**
     * The candidate with the fewest typing errors (letters missing, added, wrong or swapped), if
     * that is at most about one in three letters.
     */
    public static Optional<String> of(String typed, Collection<String> candidates) {
        return candidates.stream()
                .filter(c -> distance(typed, c) <= Math.max(1, c.length() / 3))
                .min(
                        Comparator.comparingInt((String c) -> distance(typed, c))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** The optimal string alignment distance. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + wrong, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
