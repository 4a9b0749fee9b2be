package io.memberflow.job.replay;

import io.memberflow.job.config.WrongUse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A new file of JSON Lines. */
public final class FileTarget implements Target {
    private final Path file;
    private final OutputStream out;

    /**
     * @throws WrongUse when the file is there already or cannot be made
     */
    public FileTarget(Path file) {
        this.file = file;
        try {
            out =
                    new BufferedOutputStream(
                            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
        } catch (FileAlreadyExistsException e) {
            throw new WrongUse("--to-file " + file + " is there already: name a new file.", e);
        } catch (IOException e) {
            throw new WrongUse(
                    "--to-file " + file + " cannot be written: name a file in a folder that can.",
                    e);
        }
    }

    /** A line end between the fields of an object says nothing, and inside a text it is refused. */
    @Override
    public void send(String stream, String memberId, byte[] event) {
        byte[] line = event.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private NotSent failed(IOException e) {
        return new NotSent(
                "%s was not written to its end (%s): make room, delete it and start again."
                        .formatted(file, e.getClass().getSimpleName()),
                e);
    }
}
