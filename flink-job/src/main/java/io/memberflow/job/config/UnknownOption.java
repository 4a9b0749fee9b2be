package io.memberflow.job.config;

import java.util.Collection;
import java.util.Set;

/** What is said of an option that this version does not have. */
public final class UnknownOption {

    /** Options of the job that are planned for later versions and do nothing yet. */
    public static final Set<String> LATER =
            Set.of(
                    "behaviour-days",
                    "orders-history",
                    "start-empty",
                    "bootstrap-servers",
                    "clock",
                    "channel",
                    "midnight-spread");

    private UnknownOption() {}

    /**
     * One sentence on {@code name}: that it comes later, or which name was likely meant.
     *
     * @param name the option's name as typed, with or without dashes
     * @param known the names that exist, written the same way
     * @param command the command whose help lists them
     */
    public static String sentence(String name, Collection<String> known, String command) {
        if (LATER.contains(name.replaceFirst("^--", ""))) {
            return "the option %s is not in this version, which reads orders from files in bounded runs only: leave it out."
                    .formatted(name);
        }
        return NearestName.of(name, known)
                .map(n -> "there is no option %s: did you mean %s?".formatted(name, n))
                .orElse(
                        "there is no option %s: '%s --help' lists them all."
                                .formatted(name, command));
    }
}
