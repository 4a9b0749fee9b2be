package io.memberflow.job.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/** The files of {@code deploy/}, read as their programs read them. */
public final class DeployFiles {
    public static final Path ROOT = Path.of("..", "deploy");

    private static final Pattern METRIC = Pattern.compile("\\bflink_\\w+");

    private DeployFiles() {}

    /** {@code deploy/flink/config.yaml}. */
    public static Configuration flinkConfiguration() {
        return GlobalConfiguration.loadConfiguration(ROOT.resolve("flink").toString());
    }

    public static JsonNode yaml(String file) {
        return read(new YAMLMapper(), file);
    }

    public static JsonNode json(String file) {
        return read(new ObjectMapper(), file);
    }

    private static JsonNode read(ObjectMapper mapper, String file) {
        try {
            return mapper.readTree(ROOT.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every query of the dashboard and of the alerts. */
    public static List<String> queries() {
        List<String> queries = new ArrayList<>();
        yaml("prometheus/alerts.yaml")
                .findValues("expr")
                .forEach(query -> queries.add(query.asText()));
        json("grafana/dashboards/memberflow.json")
                .findValues("expr")
                .forEach(query -> queries.add(query.asText()));
        return queries;
    }

    /** The names of metrics in all queries. */
    public static Set<String> metricsAskedFor() {
        Set<String> names = new TreeSet<>();
        for (String query : queries()) {
            Matcher name = METRIC.matcher(query);
            while (name.find()) {
                names.add(name.group());
            }
        }
        return names;
    }
}
