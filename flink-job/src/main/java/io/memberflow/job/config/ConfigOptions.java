package io.memberflow.job.config;

import picocli.CommandLine.Option;

/** How options are given other than on the command line, and how to see what came of it. */
public final class ConfigOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "A YAML file of options, named as here without the dashes. What is given on the"
                        + " command line or as MEMBERFLOW_<OPTION> in the environment wins.",
                "Default: none"
            })
    private String config;

    @Option(
            names = "--print-config",
            description = {
                "Prints every option's value and where it came from, and ends.",
                "Default: off"
            })
    private boolean printConfig;

    /** Whether the values are to be shown instead of used. */
    public boolean isPrintConfig() {
        return printConfig;
    }
}
