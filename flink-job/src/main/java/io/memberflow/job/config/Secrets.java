package io.memberflow.job.config;

import java.util.regex.Pattern;

/** Takes passwords out of what is shown. */
public final class Secrets {

    private static final String MASK = "***";
    private static final Pattern IN_PARAMETER =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|token)[^=&;?]*=)[^&;]*");
    private static final Pattern IN_AUTHORITY = Pattern.compile("(//[^/@:]*:)[^/@]*@");

    private Secrets() {}

    /** The text, usually a JDBC URL, with every password in it replaced by stars. */
    public static String mask(String text) {
        String parameters = IN_PARAMETER.matcher(text).replaceAll("$1" + MASK);
        return IN_AUTHORITY.matcher(parameters).replaceAll("$1" + MASK + "@");
    }
}
