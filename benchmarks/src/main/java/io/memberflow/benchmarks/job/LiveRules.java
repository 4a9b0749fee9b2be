package io.memberflow.benchmarks.job;

import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two releases of a measurement. */
final class LiveRules {
    private static final Pattern CHURN_DAYS = Pattern.compile("(churnDays:.*?value: *)\\d+");
    private static final int FIRST = 1;

    private LiveRules() {}

    static Release first(Release rulebook) {
        return Release.of(FIRST, files(rulebook));
    }

    /** The same with another {@code churnDays}; where it has none, the same rules once more. */
    static Release next(Release rulebook) {
        Map<String, String> files = files(rulebook);
        Matcher churnDays = CHURN_DAYS.matcher(files.get(RulebookFiles.CATALOGUE));
        files.put(
                RulebookFiles.CATALOGUE,
                churnDays.find()
                        ? churnDays.replaceFirst("$1" + 150)
                        : files.get(RulebookFiles.CATALOGUE) + "\n# anew\n");
        return Release.of(FIRST + 1, files);
    }

    private static Map<String, String> files(Release rulebook) {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < rulebook.paths().length; i++) {
            files.put(rulebook.paths()[i], rulebook.texts()[i]);
        }
        return files;
    }
}
