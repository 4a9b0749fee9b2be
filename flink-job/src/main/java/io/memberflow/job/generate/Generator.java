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

/** Writes a shop's orders to a file in the format that the file's name asks for. */
public final class Generator {

    /** What a file's name can end in. */
    public static final List<String> ENDINGS = List.of(".jsonl", ".jsonl.gz", ".csv", ".csv.gz");

    private static final int BUFFER = 1 << 16;

    private Generator() {}

    /** Whether {@link #write} knows the format of a file of this name. */
    public static boolean canWrite(Path file) {
        return ENDINGS.stream().anyMatch(file.getFileName().toString()::endsWith);
    }

    /**
     * Writes the file, replacing one that is there.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(ShopPlan plan, Path file) throws IOException {
        String name = file.getFileName().toString();
        try (OutputStream bytes = open(file, name.endsWith(".gz"));
                Writer out =
                        new BufferedWriter(
                                new OutputStreamWriter(bytes, StandardCharsets.UTF_8), BUFFER)) {
            if (name.contains(".csv")) {
                new CsvShop(plan).write(out);
            } else {
                new JsonShop(plan).write(out);
            }
        }
    }

    private static OutputStream open(Path file, boolean compressed) throws IOException {
        OutputStream plain = Files.newOutputStream(file);
        return compressed ? new GZIPOutputStream(plain, BUFFER) : plain;
    }
}
