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
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code memberflow generate}: an invented shop's events, for trials and load. */
@Command(
        name = "generate",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Writes the orders of an invented shop, if asked also what is known of its members and"
                    + " what they do besides ordering. The same options give the same bytes.",
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
            description = "The file of orders to write: .jsonl or .csv, plain or .gz.")
    private Path file;

    @Option(
            names = "--members-to",
            paramLabel = "FILE",
            description = "Also writes members events: .jsonl, plain or .gz.")
    private Path membersFile;

    @Option(
            names = "--behaviours-to",
            paramLabel = "FILE",
            description = "Also writes behaviours: .jsonl, plain or .gz.")
    private Path behavioursFile;

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

    @Option(
            names = "--cast",
            description =
                    "Adds members with a part to play, so that on the last day somebody has every"
                            + " value that the shipped rulebook can give; not to CSV.")
    private boolean cast;

    /** Writes a plan to a file. */
    private interface Part {
        void write(ShopPlan plan, Path file) throws IOException;
    }

    @Override
    public Integer call() {
        validate();
        ShopPlan plan =
                new ShopPlan(
                        seed, members, orders, from, to, zone, skew, late, dirty, hotShare, cast);
        write("--to-files", file, plan, Generator::write);
        write("--members-to", membersFile, plan, Generator::writeMembers);
        write("--behaviours-to", behavioursFile, plan, Generator::writeBehaviours);
        return 0;
    }

    private void write(String option, Path to, ShopPlan plan, Part part) {
        if (to == null) {
            return;
        }
        try {
            Files.createDirectories(to.toAbsolutePath().getParent());
            part.write(plan, to);
        } catch (IOException e) {
            throw new WrongUse(
                    "%s %s cannot be written: give a file in a folder you may write to."
                            .formatted(option, to),
                    e);
        }
        spec.commandLine().getErr().println("wrote " + to);
    }

    private void validate() {
        ending("--to-files", file, Generator.ENDINGS);
        ending("--members-to", membersFile, Generator.JSON_ENDINGS);
        ending("--behaviours-to", behavioursFile, Generator.JSON_ENDINGS);
        require(
                !cast || !file.getFileName().toString().contains(".csv"),
                "--cast with --to-files " + file,
                "a .jsonl file");
        require(members >= 1, "--members " + members, "at least 1");
        require(orders >= 1, "--orders " + orders, "at least 1");
        require(!to.isBefore(from), "--to " + to, "a date not before --from " + from);
        require(skew >= 1 && skew <= 20, "--skew " + skew, "a number from 1 to 20");
        share("--late", late);
        share("--dirty", dirty);
        share("--hot-share", hotShare);
    }

    private static void ending(String option, Path to, List<String> endings) {
        if (to != null && endings.stream().noneMatch(to.getFileName().toString()::endsWith)) {
            throw new WrongUse(
                    "%s %s has an unknown ending: give one of %s."
                            .formatted(option, to, String.join(", ", endings)));
        }
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
