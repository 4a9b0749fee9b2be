package io.memberflow.editor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Changes of a rulebook's files, made in memory and written at once: each file is there as it was
 * or as it is to be, never in between.
 */
final class FileChanges {
    private final Rulebook before;
    private final Map<String, String> files;

    FileChanges(Rulebook before) {
        this.before = before;
        this.files = before.files();
    }

    String text(String path) {
        return files.get(path);
    }

    void put(String path, String text) {
        files.put(path, text);
    }

    /** The rulebook as it will be. */
    Rulebook after() {
        return before.with(files);
    }

    /** The files that will be others, with their texts. */
    Map<String, String> changed() {
        Map<String, String> was = before.files();
        Map<String, String> changed = new TreeMap<>();
        files.forEach(
                (path, text) -> {
                    if (!Objects.equals(was.get(path), text)) {
                        changed.put(path, text);
                    }
                });
        return changed;
    }

    /** Writes what is changed, as UTF-8, and says which files. */
    Set<String> write() {
        Map<String, String> changed = changed();
        List<Path> written = new ArrayList<>();
        try {
            for (Map.Entry<String, String> one : changed.entrySet()) {
                Path file = before.folder().resolve(one.getKey());
                Files.createDirectories(file.getParent());
                Path draft = file.resolveSibling("." + file.getFileName() + ".new");
                written.add(draft);
                Files.writeString(draft, one.getValue(), StandardCharsets.UTF_8);
            }
            for (String path : changed.keySet()) {
                Path file = before.folder().resolve(path);
                move(file.resolveSibling("." + file.getFileName() + ".new"), file);
            }
        } catch (IOException e) {
            throw Stop.wrongUse(Message.NOT_WRITTEN, e.getMessage());
        } finally {
            written.forEach(FileChanges::remove);
        }
        return changed.keySet();
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void remove(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            throw Stop.wrongUse(Message.NOT_WRITTEN, e.getMessage());
        }
    }
}
