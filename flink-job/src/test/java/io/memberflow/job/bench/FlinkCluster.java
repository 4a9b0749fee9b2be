package io.memberflow.job.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone Flink cluster of this machine, each of its parts a JVM that can be killed and
 * started again. It sees what a Flink distribution brings along and nothing of ours: the job comes
 * in its jar, as {@code flink run} sends it.
 */
public final class FlinkCluster implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Flink's own name for it; the scripts of a distribution read it as we do. */
    public static final String TASK_MANAGER_JVM = "env.java.opts.taskmanager";

    /** How a TaskManager's JVM is started unless the settings say otherwise. */
    public static final String SMALL_TASK_MANAGER =
            "-Xmx512m -XX:MaxDirectMemorySize=256m -XX:MaxMetaspaceSize=256m -XX:+UseSerialGC";

    /** What a distribution has on its class path, by pieces of paths in a Maven repository. */
    private static final List<String> DISTRIBUTION =
            List.of(
                    "/org/apache/flink/",
                    "/com/ververica/",
                    "/com/esotericsoftware/",
                    "/org/objenesis/",
                    "/org/snakeyaml/",
                    "/org/javassist/",
                    "/org/xerial/snappy/",
                    "/at/yawk/lz4/",
                    "/commons-cli/",
                    "/commons-collections/",
                    "/commons-io/",
                    "/org/apache/commons/",
                    "/org/slf4j/",
                    "/org/apache/logging/log4j/",
                    "/com/google/code/findbugs/",
                    "/tools/profiler/");

    /** As in the configuration that Flink is distributed with. */
    private static final List<String> OPENED =
            Stream.of(
                            "java.lang",
                            "java.net",
                            "java.io",
                            "java.nio",
                            "sun.nio.ch",
                            "java.lang.reflect",
                            "java.text",
                            "java.time",
                            "java.util",
                            "java.util.concurrent",
                            "java.util.concurrent.atomic",
                            "java.util.concurrent.locks")
                    .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                    .toList();

    private static final List<String> NOT_DISTRIBUTED =
            List.of("/flink-connector-kafka/", "/flink-connector-jdbc", "-tests.jar", "test-utils");

    private final Path folder;
    private final int restPort;
    private final List<String> taskManagerJvm;
    private final Map<Integer, JavaProcess> taskManagers = new TreeMap<>();
    private final AtomicInteger submissions = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private JavaProcess jobManager;

    private FlinkCluster(Path folder, int restPort, String taskManagerJvm) {
        this.folder = folder;
        this.restPort = restPort;
        this.taskManagerJvm = List.of(taskManagerJvm.split(" "));
    }

    /**
     * Starts a JobManager and waits until it answers; TaskManagers are started one by one.
     *
     * @param folder an empty folder for configuration and logs, checkpoints and savepoints
     * @param slots slots of each TaskManager
     * @param settings Flink's configuration, over the bench's own
     */
    public static FlinkCluster start(Path folder, int slots, Map<String, String> settings)
            throws IOException {
        int[] ports = FreePorts.of(2);
        FlinkCluster cluster =
                new FlinkCluster(
                        folder,
                        ports[0],
                        settings.getOrDefault(TASK_MANAGER_JVM, SMALL_TASK_MANAGER));
        Map<String, String> all = new LinkedHashMap<>();
        all.put("rest.address", "localhost");
        all.put("rest.port", String.valueOf(ports[0]));
        all.put("jobmanager.rpc.address", "localhost");
        all.put("jobmanager.rpc.port", String.valueOf(ports[1]));
        all.put("taskmanager.host", "localhost");
        all.put("taskmanager.numberOfTaskSlots", String.valueOf(slots));
        all.put("taskmanager.cpu.cores", "1.0");
        all.put("taskmanager.memory.task.heap.size", "384m");
        all.put("taskmanager.memory.task.off-heap.size", "64m");
        all.put("taskmanager.memory.network.min", "64m");
        all.put("taskmanager.memory.network.max", "64m");
        all.put("taskmanager.memory.managed.size", "64m");
        all.put("taskmanager.memory.framework.heap.size", "128m");
        all.put("taskmanager.memory.framework.off-heap.size", "128m");
        all.put("taskmanager.memory.jvm-metaspace.size", "256m");
        all.put("taskmanager.memory.jvm-overhead.min", "192m");
        all.put("taskmanager.memory.jvm-overhead.max", "192m");
        // A killed process is missed soon.
        all.put("heartbeat.interval", "1000");
        all.put("heartbeat.timeout", "6000");
        all.put("restart-strategy.type", "fixed-delay");
        all.put("restart-strategy.fixed-delay.attempts", "1000");
        all.put("restart-strategy.fixed-delay.delay", "500 ms");
        all.put("execution.checkpointing.interval", "1 s");
        all.put("execution.checkpointing.tolerable-failed-checkpoints", "1000");
        all.put(
                "execution.checkpointing.externalized-checkpoint-retention",
                "RETAIN_ON_CANCELLATION");
        all.put("execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
        all.put("execution.checkpointing.savepoint-dir", cluster.savepoints());
        all.put("io.tmp.dirs", folder.resolve("tmp").toString());
        all.putAll(settings);
        Files.createDirectories(folder.resolve("tmp"));
        Files.createDirectories(folder.resolve("conf"));
        StringBuilder yaml = new StringBuilder();
        all.forEach((key, value) -> yaml.append(key).append(": '").append(value).append("'\n"));
        Files.writeString(folder.resolve("conf/config.yaml"), yaml);
        cluster.startJobManager();
        return cluster;
    }

    /** The jar that goes to a cluster; only there once the module is packaged. */
    public static Path jobJar() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target"))) {
            return jars.filter(jar -> jar.toString().endsWith("-cluster.jar"))
                    .findAny()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "no cluster jar: run mvn package first"))
                    .toAbsolutePath();
        }
    }

    /**
     * Settings under which a JobManager that is killed goes on with its jobs when it comes back.
     *
     * @param zooKeeper HOST:PORT of a ZooKeeper, such as Curator's TestingServer
     * @param folder where jobs and pointers to checkpoints are kept
     */
    public static Map<String, String> highAvailability(String zooKeeper, Path folder) {
        return Map.of(
                "high-availability.type",
                "zookeeper",
                "high-availability.zookeeper.quorum",
                zooKeeper,
                "high-availability.storageDir",
                folder.toUri().toString(),
                // A dead leader is missed soon.
                "high-availability.zookeeper.client.session-timeout",
                "5000",
                "high-availability.zookeeper.client.connection-timeout",
                "5000");
    }

    /** Starts the JobManager, again after {@link #killJobManager}, and waits until it answers. */
    public void startJobManager() {
        jobManager =
                java(
                        "jobmanager",
                        List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        List.of("--configDir", conf(), "--executionMode", "cluster"));
        Await.until(
                "A JobManager that answers",
                LIMIT,
                () -> {
                    jobManager.requireAlive();
                    return get("/overview") != null;
                });
    }

    public void killJobManager() {
        jobManager.kill();
    }

    /** Starts the TaskManager of that number, and waits until it is known. */
    public void startTaskManager(int number) {
        startTaskManagers(number);
    }

    /** Starts the TaskManagers of these numbers side by side, and waits until they are known. */
    public void startTaskManagers(int... numbers) {
        Map<String, JavaProcess> started = new LinkedHashMap<>();
        for (int number : numbers) {
            String id = "tm-" + number + "-" + System.nanoTime();
            JavaProcess process =
                    java(
                            "taskmanager-" + number,
                            taskManagerJvm,
                            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                            List.of("--configDir", conf(), "-D", "taskmanager.resource-id=" + id));
            taskManagers.put(number, process);
            started.put(id, process);
        }
        started.forEach(
                (id, process) ->
                        Await.until(
                                "That the JobManager knows " + id,
                                LIMIT,
                                () -> {
                                    process.requireAlive();
                                    return get("/taskmanagers").toString().contains(id);
                                }));
    }

    public void killTaskManager(int number) {
        taskManagers.get(number).kill();
    }

    /** The answer of a TaskManager's JVM to a command of {@code jcmd}. */
    public String askTaskManager(int number, String command) {
        return taskManagers.get(number).ask(command);
    }

    /** The output of a TaskManager so far, of all that had the number. */
    public String printedByTaskManager(int number) {
        return taskManagers.get(number).printed();
    }

    /**
     * Sends our job as {@code flink run --detached} does.
     *
     * @param savepoint what to start from, null for nothing
     * @param arguments the job's own
     * @return the job's id
     */
    public String run(int parallelism, String savepoint, List<String> arguments)
            throws IOException {
        return run(jobJar(), null, parallelism, savepoint, arguments);
    }

    /**
     * The same with any job.
     *
     * @param mainClass the class to start, null for the one the jar names
     */
    public String run(
            Path jar, String mainClass, int parallelism, String savepoint, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("run", "--detached"));
        all.addAll(List.of("--parallelism", String.valueOf(parallelism)));
        if (savepoint != null) {
            all.addAll(List.of("--fromSavepoint", savepoint));
        }
        if (mainClass != null) {
            all.addAll(List.of("--class", mainClass));
        }
        all.add(jar.toString());
        all.addAll(arguments);
        JavaProcess client = client(all);
        int code = client.exitCode(LIMIT);
        Matcher submitted = SUBMITTED.matcher(client.printed());
        if (code != 0 || !submitted.find()) {
            throw new IllegalStateException("The job was not accepted:\n" + client.printed());
        }
        return submitted.group(1);
    }

    /**
     * Runs a job to its end as {@code flink run} does.
     *
     * @return what the client printed
     */
    public String runToTheEnd(int parallelism, List<String> arguments) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("run", "--parallelism", String.valueOf(parallelism)));
        all.add(jobJar().toString());
        all.addAll(arguments);
        JavaProcess client = client(all);
        int code = client.exitCode(LIMIT);
        if (code != 0) {
            throw new IllegalStateException("The job failed:\n" + client.printed());
        }
        return client.printed();
    }

    private JavaProcess client(List<String> arguments) {
        return java(
                "client-" + submissions.incrementAndGet(),
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                "org.apache.flink.client.cli.CliFrontend",
                arguments);
    }

    /** {@code RUNNING}, {@code FINISHED}, {@code RESTARTING} and so on. */
    public String status(String jobId) {
        return get("/jobs/" + jobId).get("state").asText();
    }

    /** Waits until every task of a job runs, or has finished. */
    public void awaitRunning(String jobId) {
        Await.until(
                "That all tasks of the job run",
                LIMIT,
                () -> {
                    for (JsonNode vertex : get("/jobs/" + jobId).get("vertices")) {
                        String status = vertex.get("status").asText();
                        if (!status.equals("RUNNING") && !status.equals("FINISHED")) {
                            return false;
                        }
                    }
                    return status(jobId).equals("RUNNING");
                });
    }

    /** How many checkpoints of the job were completed, since the JobManager started. */
    public long completedCheckpoints(String jobId) {
        return get("/jobs/" + jobId + "/checkpoints").get("counts").get("completed").asLong();
    }

    /** Waits until so many more checkpoints are completed. */
    public void awaitCheckpoints(String jobId, int more) {
        long wanted = completedCheckpoints(jobId) + more;
        Await.until(
                "That " + more + " more checkpoints are completed",
                LIMIT,
                () -> completedCheckpoints(jobId) >= wanted);
    }

    /** Where the newest completed checkpoint is, to start a job from. */
    public String latestCheckpoint(String jobId) {
        return get("/jobs/" + jobId + "/checkpoints")
                .get("latest")
                .get("completed")
                .get("external_path")
                .asText();
    }

    /** Takes a savepoint and goes on; returns where it is. */
    public String savepoint(String jobId) {
        return triggered(jobId, "/savepoints", "{\"cancel-job\":false}");
    }

    /** Takes a savepoint and ends; returns where it is. */
    public String stop(String jobId) {
        String path = triggered(jobId, "/stop", "{\"drain\":false}");
        Await.until("That the job has ended", LIMIT, () -> status(jobId).equals("FINISHED"));
        return path;
    }

    private String triggered(String jobId, String what, String body) {
        String request =
                send(HttpRequest.newBuilder(uri("/jobs/" + jobId + what))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build())
                        .get("request-id")
                        .asText();
        JsonNode done =
                Await.until(
                        "That the savepoint is there",
                        LIMIT,
                        () -> get("/jobs/" + jobId + "/savepoints/" + request),
                        answer -> answer.get("status").get("id").asText().equals("COMPLETED"));
        JsonNode location = done.get("operation").get("location");
        if (location == null) {
            throw new IllegalStateException("The savepoint failed: " + done);
        }
        return location.asText();
    }

    /** Ends the job as {@code flink cancel} does, and waits until it has. */
    public void cancel(String jobId) {
        send(
                HttpRequest.newBuilder(uri("/jobs/" + jobId + "?mode=cancel"))
                        .method("PATCH", HttpRequest.BodyPublishers.noBody())
                        .build());
        Await.until("That the job has ended", LIMIT, () -> status(jobId).equals("CANCELED"));
    }

    /** The answer of the JobManager to a question of its REST interface. */
    public JsonNode get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET().build());
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        request.uri() + " is answered " + response.statusCode());
            }
            return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + restPort + path);
    }

    private String conf() {
        return folder.resolve("conf").toString();
    }

    private String savepoints() {
        return folder.resolve("savepoints").toUri().toString();
    }

    private JavaProcess java(
            String name, List<String> jvm, String mainClass, List<String> arguments) {
        return JavaProcess.start(
                name,
                folder.resolve(name + ".log"),
                Stream.concat(OPENED.stream(), jvm.stream()).toList(),
                JavaProcess.classPath(FlinkCluster::isDistributed),
                Map.of("FLINK_CONF_DIR", conf()),
                mainClass,
                arguments);
    }

    private static boolean isDistributed(String entry) {
        return entry.endsWith(".jar")
                && DISTRIBUTION.stream().anyMatch(entry::contains)
                && NOT_DISTRIBUTED.stream().noneMatch(entry::contains);
    }

    @Override
    public void close() {
        taskManagers.values().forEach(JavaProcess::close);
        jobManager.close();
    }
}
