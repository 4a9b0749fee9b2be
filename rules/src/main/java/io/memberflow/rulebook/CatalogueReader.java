package io.memberflow.rulebook;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.memberflow.rfm.Bands;
import io.memberflow.rfm.FixedScores;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code rulebook.yaml}. */
public final class CatalogueReader {
    private static final ObjectMapper YAML =
            YAMLMapper.builder()
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(
                            com.fasterxml.jackson.core.JsonParser.Feature
                                    .STRICT_DUPLICATE_DETECTION)
                    .build();

    private CatalogueReader() {}

    /**
     * Reads the text of a {@code rulebook.yaml}.
     *
     * @throws RulebookProblem naming line and column, when it does not say what it has to
     */
    public static Catalogue read(String text) {
        Root root;
        try {
            root = YAML.readValue(text, Root.class);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new RulebookProblem(
                    RulebookFiles.CATALOGUE + where + ": " + e.getOriginalMessage(), e);
        }
        try {
            return catalogue(root);
        } catch (IllegalArgumentException | ArithmeticException | NullPointerException e) {
            throw new RulebookProblem(RulebookFiles.CATALOGUE + ": " + e.getMessage(), e);
        }
    }

    private static Catalogue catalogue(Root root) {
        require(root.models() != null && !root.models().isEmpty(), "models are missing");
        require(root.scores() != null, "scores are missing");
        List<Model> models = root.models().stream().map(ModelYaml::toModel).toList();
        Set<String> ids = new HashSet<>();
        for (Model model : models) {
            require(ids.add(model.id()), "the model " + model.id() + " stands twice");
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (root.parameters() != null) {
            root.parameters().forEach((name, yaml) -> parameters.put(name, yaml.toParameter(name)));
        }
        return new Catalogue(models, parameters, root.scores().toScores());
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static long fen(BigDecimal yuan) {
        return yuan.movePointRight(2).longValueExact();
    }

    private record Root(
            int language,
            Map<String, ParameterYaml> parameters,
            ScoresYaml scores,
            List<ModelYaml> models) {}

    private record ParameterYaml(
            Parameter.Type type, String value, BigDecimal min, BigDecimal max, String zh) {

        Parameter toParameter(String name) {
            require(type != null && value != null, "parameter " + name + " needs type and value");
            if (type == Parameter.Type.WINDOW) {
                require(value.matches("d[1-9][0-9]*"), name + " must be a window such as d365");
            } else {
                BigDecimal number = new BigDecimal(value);
                require(
                        (min == null || number.compareTo(min) >= 0)
                                && (max == null || number.compareTo(max) <= 0),
                        name + " is " + value + ", outside of " + min + " to " + max);
            }
            return new Parameter(name, type, value, min, max, zh);
        }
    }

    private record BandYaml(BigDecimal below, @JsonProperty("upTo") BigDecimal upTo, int score) {}

    private record ScoresYaml(
            List<BandYaml> recency,
            List<BandYaml> frequency,
            List<BandYaml> monetary,
            HighYaml high) {

        FixedScores toScores() {
            return new FixedScores(
                    bands("recency", recency, 0),
                    bands("frequency", frequency, 0),
                    bands("monetary", monetary, 2),
                    high.recencyBelow(),
                    high.frequencyFrom(),
                    fen(high.monetaryFrom()));
        }

        private static Bands bands(String name, List<BandYaml> yaml, int places) {
            require(yaml != null && !yaml.isEmpty(), "scores." + name + " is missing");
            List<Long> below = new ArrayList<>();
            List<Integer> scores = new ArrayList<>();
            for (BandYaml band : yaml) {
                require(band.score() >= 1 && band.score() <= 5, name + ": scores are 1 to 5");
                scores.add(band.score());
                if (band.below() != null) {
                    below.add(band.below().movePointRight(places).longValueExact());
                } else if (band.upTo() != null) {
                    below.add(band.upTo().movePointRight(places).longValueExact() + 1);
                }
            }
            return new Bands(below, scores);
        }
    }

    private record HighYaml(int recencyBelow, int frequencyFrom, BigDecimal monetaryFrom) {}

    private record ModelYaml(
            String id, Model.Kind kind, String zh, String en, List<ValueYaml> values) {

        Model toModel() {
            require(id != null && id.matches("[a-z][a-z0-9_]{0,63}"), "a model's id is " + id);
            require(kind != null, id + " needs a kind: segment or stage");
            require(values != null && !values.isEmpty(), id + " has no values");
            List<Model.Value> list = values.stream().map(ValueYaml::toValue).toList();
            require(
                    list.stream().map(Model.Value::value).distinct().count() == list.size(),
                    "a value of " + id + " stands twice");
            return new Model(id, kind, zh == null ? id : zh, en == null ? id : en, list);
        }
    }

    private record ValueYaml(String value, String en, String advice, Double target) {

        Model.Value toValue() {
            require(value != null && !value.isBlank(), "a value without text");
            return new Model.Value(value, en == null ? value : en, advice, target);
        }
    }
}
