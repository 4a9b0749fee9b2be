package io.memberflow.job.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Flink's Prometheus reporter shows at one moment.
 *
 * @param text as it came
 */
public record Scrape(String text, List<Sample> samples) {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z0-9_]+)=\"([^\"]*)\"");

    /** One value of a metric. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    /** Asks a reporter of this machine. */
    public static Scrape of(int port) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics")).build();
        String text =
                HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
        List<Sample> samples = new ArrayList<>();
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(
                        line -> {
                            Matcher sample = SAMPLE.matcher(line);
                            if (!sample.matches()) {
                                throw new IllegalStateException("No sample: " + line);
                            }
                            samples.add(
                                    new Sample(
                                            sample.group(1),
                                            labels(sample.group(2)),
                                            Double.parseDouble(sample.group(3))));
                        });
        return new Scrape(text, samples);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return labels;
    }

    /** The names of all metrics. */
    public Set<String> names() {
        return samples.stream().map(Sample::name).collect(Collectors.toSet());
    }

    /**
     * The sum over all subtasks.
     *
     * @param labels keys and values that the samples have
     */
    public double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && has(sample, labels))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** The values of one metric, each once. */
    public Set<Double> values(String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .map(Sample::value)
                .collect(Collectors.toSet());
    }

    private static boolean has(Sample sample, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                return false;
            }
        }
        return true;
    }
}
