package io.memberflow.job.generate;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes a shop's events to files in the format that a file's name asks for. */
public final class Generator {

    /** What the name of a file of orders can end in. */
    public static final List<String> ENDINGS = List.of(".jsonl", ".jsonl.gz", ".csv", ".csv.gz");

    /** What the name of a file of members or behaviours can end in. */
    public static final List<String> JSON_ENDINGS = List.of(".jsonl", ".jsonl.gz");

    private static final int BUFFER = 1 << 16;

    private Generator() {}

    /** Writes a stream of events. */
    private interface Text {
        void write(Writer out) throws IOException;
    }

    /**
     * Writes the file, replacing one that is there.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(ShopPlan plan, Path file) throws IOException {
        boolean flat = file.getFileName().toString().contains(".csv");
        write(file, flat ? new CsvShop(plan)::write : new JsonShop(plan)::write);
    }

    /** Writes what is known of the members, as JSON Lines; the rest as {@link #write}. */
    public static void writeMembers(ShopPlan plan, Path file) throws IOException {
        write(file, new MemberShop(plan)::write);
    }

    /** Writes what the members do besides ordering, as JSON Lines; the rest as {@link #write}. */
    public static void writeBehaviours(ShopPlan plan, Path file) throws IOException {
        write(file, new BehaviourShop(plan)::write);
    }

    private static void write(Path file, Text text) throws IOException {
        try (OutputStream bytes = open(file, file.getFileName().toString().endsWith(".gz"));
                Writer out =
                        new BufferedWriter(
                                new OutputStreamWriter(bytes, StandardCharsets.UTF_8), BUFFER)) {
            text.write(out);
        }
    }

    private static OutputStream open(Path file, boolean compressed) throws IOException {
        OutputStream plain = Files.newOutputStream(file);
        return compressed ? new GZIPOutputStream(plain, BUFFER) : plain;
    }
}
