package io.memberflow.job.cli;

import io.memberflow.job.config.Converters;
import io.memberflow.job.config.Version;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.generate.Generator;
import io.memberflow.job.generate.ShopPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code memberflow generate}: an invented shop's orders, for trials and load. */
@Command(
        name = "generate",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Writes the orders of an invented shop. The same options give the same bytes.",
            ""
        },
        footer = {
            "",
            "JSON Lines tell every order's life (created, paid, shipped, completed, refunded,"
                    + " cancelled, expired); CSV is flat:"
                    + " order_id,member_id,paid_at,amount,discount, one row a paid order.",
            "",
            "Example: memberflow generate --members 100000 --orders 1000000 --late 0.02"
                    + " --to-files orders.jsonl.gz"
        })
final class GenerateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--to-files",
            paramLabel = "FILE",
            required = true,
            description = "The file to write: .jsonl or .csv, plain or .gz.")
    private Path file;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another seed, another shop. Default: 1")
    private long seed;

    @Option(
            names = "--members",
            paramLabel = "N",
            converter = Converters.WholeNumber.class,
            defaultValue = "1000",
            description = "How many members there can be. Default: 1000")
    private int members;

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many orders are placed. Default: 10000")
    private long orders;

    @Option(
            names = "--from",
            paramLabel = "DATE",
            converter = Converters.Date.class,
            defaultValue = "2024-01-01",
            description = "The first day of business. Default: 2024-01-01")
    private LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "DATE",
            converter = Converters.Date.class,
            defaultValue = "2025-06-30",
            description = "The last day; nothing is dated after it. Default: 2025-06-30")
    private LocalDate to;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = Converters.Zone.class,
            defaultValue = "Asia/Shanghai",
            description = "The shop's time zone. Default: Asia/Shanghai")
    private ZoneId zone;

    @Option(
            names = "--skew",
            paramLabel = "S",
            defaultValue = "2",
            description =
                    "How unevenly members buy, 1 evenly: the most active share p of them places"
                            + " about p^(1/S) of the orders. Default: 2")
    private double skew;

    @Option(
            names = "--hot-share",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of all orders that one member places. Default: 0")
    private double hotShare;

    @Option(
            names = "--late",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Share of events that arrive up to three days late, and then once more"
                            + " (CSV: rows that stand there twice). Default: 0")
    private double late;

    @Option(
            names = "--dirty",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Extra lines that must be rejected, as a share. Default: 0")
    private double dirty;

    @Override
    public Integer call() {
        validate();
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Generator.write(
                    new ShopPlan(
                            seed, members, orders, from, to, zone, skew, late, dirty, hotShare),
                    file);
        } catch (IOException e) {
            throw new WrongUse(
                    "--to-files "
                            + file
                            + " cannot be written: give a file in a folder you may write to.",
                    e);
        }
        spec.commandLine().getErr().println("wrote " + file);
        return 0;
    }

    private void validate() {
        if (!Generator.canWrite(file)) {
            throw new WrongUse(
                    "--to-files %s has an unknown ending: give one of %s."
                            .formatted(file, String.join(", ", Generator.ENDINGS)));
        }
        require(members >= 1, "--members " + members, "at least 1");
        require(orders >= 1, "--orders " + orders, "at least 1");
        require(!to.isBefore(from), "--to " + to, "a date not before --from " + from);
        require(skew >= 1 && skew <= 20, "--skew " + skew, "a number from 1 to 20");
        share("--late", late);
        share("--dirty", dirty);
        share("--hot-share", hotShare);
    }

    private static void share(String option, double value) {
        require(value >= 0 && value < 1, option + " " + value, "a share, at least 0 and below 1");
    }

    private static void require(boolean holds, String given, String cure) {
        if (!holds) {
            throw new WrongUse(given + " cannot be used: give " + cure + ".");
        }
    }
}
