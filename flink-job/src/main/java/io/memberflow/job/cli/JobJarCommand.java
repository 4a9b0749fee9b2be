package io.memberflow.job.cli;

import io.memberflow.job.config.Version;
import io.memberflow.job.config.WrongUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code memberflow job-jar}: where the jar for a Flink cluster is. */
@Command(
        name = "job-jar",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints the path of the jar for a Flink cluster. The options of 'run' follow it.",
            ""
        },
        footer = {
            "",
            "Example: flink run \"$(memberflow job-jar)\" --orders /data/orders --config job.yaml"
        })
final class JobJarCommand implements Callable<Integer> {

    private final Shell shell;

    JobJarCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Path folder =
                shell.home()
                        .orElseThrow(
                                () ->
                                        new WrongUse(
                                                "MEMBERFLOW_HOME is not set: start with"
                                                        + " bin/memberflow."))
                        .resolve("flink-job/target");
        shell.out().println(jar(folder).toAbsolutePath().normalize());
        return 0;
    }

    private static Path jar(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> jars =
                        files.filter(f -> f.getFileName().toString().endsWith("-cluster.jar"))
                                .sorted()
                                .toList();
                if (!jars.isEmpty()) {
                    return jars.get(jars.size() - 1);
                }
            }
        }
        throw new WrongUse("no jar is in " + folder + ": build it with 'mvn package'.");
    }
}
