package io.memberflow.editor;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tells when something in a folder changed, however deep. */
final class FolderWatch implements AutoCloseable {
    /** An editor writes a file in several steps; they count as one. */
    private static final long SETTLES_MS = 200;

    private final WatchService service;

    private FolderWatch(WatchService service) {
        this.service = service;
    }

    static FolderWatch of(Path folder) throws IOException {
        WatchService service = folder.getFileSystem().newWatchService();
        List<Path> folders;
        try (Stream<Path> all = Files.walk(folder)) {
            folders = all.filter(Files::isDirectory).toList();
        }
        for (Path one : folders) {
            one.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
        return new FolderWatch(service);
    }

    /** Waits for the next change; false when nobody waits any longer. */
    boolean next() {
        try {
            WatchKey key = service.take();
            while (key != null) {
                key.pollEvents();
                key.reset();
                key = service.poll(SETTLES_MS, TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ClosedWatchServiceException e) {
            return false; // closed to end the wait
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
