package io.memberflow.benchmarks.job;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A folder that a job works in, whose files may go while it is looked through. */
record Folder(Path path) {
    /** Bytes of the files below it whose path has this in it. */
    long bytes(String part) throws IOException {
        long[] sum = {0};
        Files.walkFileTree(
                path,
                new Patient() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        sum[0] += file.toString().contains(part) ? attributes.size() : 0;
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sum[0];
    }

    void delete() throws IOException {
        Files.walkFileTree(
                path,
                new Patient() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                            throws IOException {
                        Files.deleteIfExists(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** What is gone already need not be visited. */
    private abstract static class Patient extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (Files.exists(file)) {
                throw failure;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                throws IOException {
            if (failure != null && Files.exists(folder)) {
                throw failure;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
