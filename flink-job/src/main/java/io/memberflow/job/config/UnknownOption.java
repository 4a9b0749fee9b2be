package io.memberflow.job.config;

import java.util.Collection;

/** What is said of an option that this version does not have. */
public final class UnknownOption {

    private UnknownOption() {}

    /**
     * One sentence on {@code name}: which name was likely meant.
     *
     * @param name the option's name as typed, with or without dashes
     * @param known the names that exist, written the same way
     * @param command the command whose help lists them
     */
    public static String sentence(String name, Collection<String> known, String command) {
        return NearestName.of(name, known)
                .map(n -> "there is no option %s: did you mean %s?".formatted(name, n))
                .orElse(
                        "there is no option %s: '%s --help' lists them all."
                                .formatted(name, command));
    }
}
