package io.memberflow.rulebook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.memberflow.rfm.Bands;
import io.memberflow.rfm.FixedScores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code rulebook.yaml}. */
public final class CatalogueReader {
    private static final ObjectMapper YAML =
            YAMLMapper.builder()
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(
                            com.fasterxml.jackson.core.JsonParser.Feature
                                    .STRICT_DUPLICATE_DETECTION)
                    .build();

    /** The version of the rule language that this program understands. */
    private static final int LANGUAGE = 1;

    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,15})?");

    private static final String WINDOW = "d[1-9][0-9]{0,4}|life";

    private CatalogueReader() {}

    /**
     * Reads the text of a {@code rulebook.yaml}.
     *
     * @throws RulebookProblem naming line and column, when it does not say what it has to
     */
    public static Catalogue read(String text) {
        try {
            refuseReferences(text);
            return catalogue(YAML.readValue(text, Root.class));
        } catch (JsonProcessingException e) {
            int[] at = place(text, e);
            throw new RulebookProblem(
                    RulebookFiles.CATALOGUE,
                    at[0],
                    at[1],
                    sentence(e, true) + "。",
                    sentence(e, false) + ".",
                    e);
        } catch (Wrong e) {
            throw new RulebookProblem(
                    RulebookFiles.CATALOGUE, 0, 0, e.zh + "。", e.getMessage() + ".", e);
        }
    }

    /**
     * YAML can name a part and repeat it, and say of what class it is: a catalogue does neither.
     */
    private static void refuseReferences(String text) throws JsonProcessingException {
        try (YAMLParser parser = (YAMLParser) YAML.getFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                boolean isReference = parser.isCurrentAlias() || parser.getObjectId() != null;
                if (isReference || parser.getTypeId() != null) {
                    JsonLocation at = parser.currentTokenLocation();
                    throw new RulebookProblem(
                            RulebookFiles.CATALOGUE,
                            at.getLineNr(),
                            at.getColumnNr(),
                            isReference
                                    ? "这里不能用 YAML 的 & 和 * 引用，请把内容写出来。"
                                    : "这里不能用 YAML 的 ! 类型标记，请删除。",
                            isReference
                                    ? "References of YAML, & and *, are refused. Write out what is"
                                            + " meant."
                                    : "Type tags of YAML, !, are refused. Remove it.",
                            null);
                }
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory was not read", e);
        }
    }

    /** Line and column, 0 when they are not known. */
    private static int[] place(String text, JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        if (at == null) {
            return new int[] {0, 0};
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            // Found out only where the object ends: the key stands before that.
            String[] lines = text.split("\n", -1);
            for (int line = Math.min(at.getLineNr(), lines.length); line > 0; line--) {
                int column = lines[line - 1].lastIndexOf(unknown.getPropertyName() + ":");
                if (column >= 0) {
                    return new int[] {line, lines[line - 1].codePointCount(0, column) + 1};
                }
            }
        }
        return new int[] {at.getLineNr(), at.getColumnNr()};
    }

    /** What the YAML reader stumbled over, without its talk of classes. */
    private static String sentence(JsonProcessingException e, boolean chinese) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            List<String> known =
                    unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
            return chinese
                    ? "不认识 " + path(unknown) + "，这里可以写 " + String.join("、", known)
                    : path(unknown) + " is not known. Here may stand " + String.join(", ", known);
        }
        if (e instanceof InvalidFormatException wrong) {
            return chinese
                    ? path(wrong) + " 不能是 " + wrong.getValue()
                    : path(wrong) + " cannot be " + wrong.getValue();
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return chinese
                    ? path(mapping) + " 缺少内容，或类型不对"
                    : path(mapping) + " has no value or one of the wrong kind";
        }
        if (e instanceof JsonMappingException) {
            return chinese
                    ? "文件里要写 language、parameters、scores 和 models"
                    : "The file has to hold language, parameters, scores and models";
        }
        String problem = e.getOriginalMessage().lines().findFirst().orElse("");
        return chinese ? "不是正确的 YAML：" + problem : "This is no YAML: " + problem;
    }

    /** Where in the file, as {@code models[2].values}. */
    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    /** Something that YAML allows and a catalogue does not. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String zh;

        Wrong(String zh, String en) {
            super(en, null, false, false);
            this.zh = zh;
        }
    }

    private static Catalogue catalogue(Root root) {
        require(
                root != null && root.models() != null && !root.models().isEmpty(),
                "缺少 models",
                "models are missing");
        require(
                root.language() != null && root.language() == LANGUAGE,
                "language 要写 " + LANGUAGE + "，这是规则语言的版本",
                "language must be " + LANGUAGE + ", the version of the rule language");
        require(root.scores() != null, "缺少 scores", "scores are missing");
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (root.parameters() != null) {
            root.parameters()
                    .forEach(
                            (name, yaml) -> {
                                require(
                                        yaml != null && yaml.type() != null && yaml.value() != null,
                                        "参数 " + name + " 要有 type 和 value",
                                        "The parameter " + name + " needs type and value");
                                parameters.put(name, yaml.toParameter(name));
                            });
        }
        Map<String, Boolean> trades = new LinkedHashMap<>();
        if (root.trades() != null) {
            root.trades().forEach((id, yaml) -> trades.put(id, isOn(id, yaml)));
        }
        List<TagKey> tags = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (TagYaml yaml : root.tags() == null ? List.<TagYaml>of() : root.tags()) {
            require(yaml != null, "tags 里有一项是空的", "One of the tags is empty");
            TagKey tag = yaml.toTag(trades.keySet());
            require(
                    keys.add(tag.key()),
                    "标签 " + tag.key() + " 出现了两次",
                    "The tag " + tag.key() + " stands twice");
            tags.add(tag);
        }
        List<Model> models = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (ModelYaml yaml : root.models()) {
            require(yaml != null, "models 里有一项是空的", "One of the models is empty");
            Model model = yaml.toModel(parameters);
            require(
                    ids.add(model.id()),
                    "模型 " + model.id() + " 出现了两次",
                    "The model " + model.id() + " stands twice");
            models.add(model);
        }
        return new Catalogue(
                List.copyOf(models),
                parameters,
                root.scores().toScores(),
                List.copyOf(tags),
                trades);
    }

    private static boolean isOn(String id, TradeYaml yaml) {
        require(
                id.matches("[a-z][a-z0-9_]{0,63}"),
                "行业的 id 是 " + id + "，要用小写字母、数字和下划线",
                "A trade's id is " + id + "; it takes lower-case letters, digits and underscores");
        require(
                yaml != null && yaml.on() != null,
                "行业 " + id + " 要写 on: true 或 on: false",
                "The trade " + id + " needs on: true or on: false");
        return yaml.on();
    }

    private static void require(boolean holds, String zh, String en) {
        if (!holds) {
            throw new Wrong(zh, en);
        }
    }

    /** A number with at most so many decimals, in units of the last of them. */
    private static long scaled(String name, BigDecimal number, int places) {
        try {
            return number.movePointRight(places).longValueExact();
        } catch (ArithmeticException e) {
            throw new Wrong(
                    name + " 是 " + number + "，最多可以有 " + places + " 位小数",
                    name + " is " + number + "; it takes at most " + places + " decimals");
        }
    }

    private record Root(
            Integer language,
            Map<String, ParameterYaml> parameters,
            ScoresYaml scores,
            List<ModelYaml> models,
            Map<String, TradeYaml> trades,
            List<TagYaml> tags) {}

    private record TradeYaml(Boolean on, String zh, String en) {}

    private record TagYaml(
            String key,
            String en,
            Boolean single,
            Boolean open,
            Boolean sensitive,
            List<ValueYaml> values) {

        TagKey toTag(Set<String> trades) {
            require(
                    key != null && isText(key, 128),
                    "一个标签没有 key，或 key 超过 128 个字符，或含引号、反斜杠、控制字符",
                    "A tag has no key, one over 128 characters, or one with a quote, backslash or"
                            + " control character");
            TagKey bare =
                    new TagKey(
                            key,
                            en == null ? key : en,
                            Boolean.TRUE.equals(single),
                            Boolean.TRUE.equals(open),
                            Boolean.TRUE.equals(sensitive),
                            List.of());
            require(
                    bare.trade() == null || trades.contains(bare.trade()),
                    "标签 " + key + " 的行业 " + bare.trade() + " 没有写在 trades 里",
                    "The trade " + bare.trade() + " of the tag " + key + " is not among trades");
            require(
                    bare.open() || (values != null && !values.isEmpty()),
                    "标签 " + key + " 要有 values，或写 open: true",
                    "The tag " + key + " needs values or open: true");
            return new TagKey(
                    key,
                    bare.en(),
                    bare.single(),
                    bare.open(),
                    bare.sensitive(),
                    CatalogueReader.values("标签 " + key, "tag " + key, values, TagKey.MAX_VALUE));
        }
    }

    private static List<Model.Value> values(
            String zh, String en, List<ValueYaml> yamls, int longest) {
        List<Model.Value> list = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (ValueYaml yaml : yamls == null ? List.<ValueYaml>of() : yamls) {
            require(
                    yaml != null && yaml.value() != null && isText(yaml.value(), longest),
                    zh + " 有一个值没有文字、超过 " + longest + " 个字符，或含引号、反斜杠、控制字符",
                    "A value of the "
                            + en
                            + " has no text, more than "
                            + longest
                            + " characters, or a quote, backslash or control character");
            require(
                    texts.add(yaml.value()),
                    zh + " 的值 " + yaml.value() + " 出现了两次",
                    "The value " + yaml.value() + " of the " + en + " stands twice");
            list.add(yaml.toValue());
        }
        return List.copyOf(list);
    }

    /** What a rule can name and a table can hold. */
    private static boolean isText(String value, int longest) {
        PlainText.oddInName(value)
                .ifPresent(
                        odd -> {
                            throw new Wrong(
                                    "rulebook.yaml 的 " + value + " 里 " + odd.zh(),
                                    "In " + value + " " + odd.en());
                        });
        return !value.isBlank()
                && value.length() <= longest
                && value.chars().noneMatch(c -> c == '"' || c == '\\' || c < ' ');
    }

    private record ParameterYaml(
            Parameter.Type type, String value, BigDecimal min, BigDecimal max, String zh) {

        Parameter toParameter(String name) {
            if (type == Parameter.Type.WINDOW) {
                require(
                        value.matches(WINDOW),
                        name + " 是 " + value + "，要写窗口，如 d365 或 life",
                        name + " is " + value + "; it takes a window such as d365 or life");
            } else if (type == Parameter.Type.TEXT) {
                require(
                        isText(value, TagKey.MAX_VALUE),
                        name + " 要写一段文字，不含引号和反斜杠",
                        name + " takes a text without quotes and backslashes");
            } else {
                checkNumber(name);
            }
            return new Parameter(name, type, value, min, max, zh);
        }

        private void checkNumber(String name) {
            require(
                    NUMBER.matcher(value).matches(),
                    name + " 是 " + value + "，要写一个数",
                    name + " is " + value + "; it takes a number");
            BigDecimal number = new BigDecimal(value);
            int places =
                    switch (type) {
                        case MONEY -> 2;
                        case PERCENT -> 15;
                        case RATIO -> 9;
                        default -> 0;
                    };
            scaled(name, number, places);
            boolean least = min == null || number.compareTo(min) >= 0;
            boolean most = max == null || number.compareTo(max) <= 0;
            require(
                    least && most,
                    name + " 是 " + value + "，要在 " + range("到"),
                    name + " is " + value + "; it must be " + range("to"));
        }

        private String range(String to) {
            return (min == null ? "…" : min) + " " + to + " " + (max == null ? "…" : max);
        }
    }

    private record BandYaml(BigDecimal below, @JsonProperty("upTo") BigDecimal upTo, int score) {}

    private record ScoresYaml(
            List<BandYaml> recency,
            List<BandYaml> frequency,
            List<BandYaml> monetary,
            HighYaml high) {

        FixedScores toScores() {
            require(
                    high != null
                            && high.recencyBelow() != null
                            && high.frequencyFrom() != null
                            && high.monetaryFrom() != null,
                    "scores.high 要有 recencyBelow、frequencyFrom 和 monetaryFrom",
                    "scores.high needs recencyBelow, frequencyFrom and monetaryFrom");
            return new FixedScores(
                    bands("scores.recency", recency, 0),
                    bands("scores.frequency", frequency, 0),
                    bands("scores.monetary", monetary, 2),
                    high.recencyBelow(),
                    high.frequencyFrom(),
                    scaled("scores.high.monetaryFrom", high.monetaryFrom(), 2));
        }

        private static Bands bands(String name, List<BandYaml> yaml, int places) {
            require(yaml != null && !yaml.isEmpty(), "缺少 " + name, name + " is missing");
            List<Long> below = new ArrayList<>();
            List<Integer> scores = new ArrayList<>();
            for (int i = 0; i < yaml.size(); i++) {
                BandYaml band = yaml.get(i);
                boolean last = i == yaml.size() - 1;
                int bounds =
                        band == null
                                ? -1
                                : (band.below() == null ? 0 : 1) + (band.upTo() == null ? 0 : 1);
                require(
                        bounds == (last ? 0 : 1),
                        name + " 的每一档要有 below 或 upTo 之一，最后一档没有",
                        name + ": every band needs either below or upTo, and the last one neither");
                require(
                        band.score() >= 1 && band.score() <= 5,
                        name + " 的 score 是 1 到 5",
                        name + ": a score is 1 to 5");
                scores.add(band.score());
                if (!last) {
                    long bound =
                            band.below() != null
                                    ? scaled(name, band.below(), places)
                                    : scaled(name, band.upTo(), places) + 1;
                    require(
                            below.isEmpty() || bound > below.get(below.size() - 1),
                            name + " 的界线要从小到大",
                            name + ": the bounds must ascend");
                    below.add(bound);
                }
            }
            return new Bands(below, scores);
        }
    }

    private record HighYaml(Integer recencyBelow, Integer frequencyFrom, BigDecimal monetaryFrom) {}

    private record ModelYaml(
            String id,
            Model.Kind kind,
            String zh,
            String en,
            String complete,
            List<String> rising,
            List<String> falling,
            List<ValueYaml> values) {

        Model toModel(Map<String, Parameter> parameters) {
            require(
                    id != null && id.matches("[a-z][a-z0-9_]{0,63}"),
                    "模型的 id 是 " + id + "，要用小写字母、数字和下划线，字母开头，最多 64 个",
                    "A model's id is "
                            + id
                            + "; it takes up to 64 lower-case letters, digits and underscores,"
                            + " a letter first");
            require(
                    kind != null,
                    "模型 " + id + " 要有 kind：segment 或 stage",
                    "The model " + id + " needs a kind: segment or stage");
            require(
                    values != null && !values.isEmpty(),
                    "模型 " + id + " 缺少 values",
                    "The model " + id + " has no values");
            return new Model(
                    id,
                    kind,
                    zh == null ? id : zh,
                    en == null ? id : en,
                    CatalogueReader.values("模型 " + id, "model " + id, values, 128),
                    promise(parameters));
        }

        private Model.Promise promise(Map<String, Parameter> parameters) {
            Model.Complete who =
                    complete == null || complete.equals("no")
                            ? Model.Complete.NO
                            : complete.equals("everyone")
                                    ? Model.Complete.EVERYONE
                                    : Model.Complete.BUYERS;
            String window = null;
            if (who == Model.Complete.BUYERS) {
                window = complete.equals("buyers") ? "life" : window(complete, parameters);
                require(
                        window.matches(WINDOW),
                        "模型 "
                                + id
                                + " 的 complete 是 "
                                + complete
                                + "，要写 everyone、buyers、no，或窗口，如 d365",
                        "complete of the model "
                                + id
                                + " is "
                                + complete
                                + "; it takes everyone, buyers, no, or a window such as d365");
            }
            return new Model.Promise(
                    who, window, facts(rising, parameters), facts(falling, parameters));
        }

        /** Names of facts, with the window in place of a parameter that stands for one. */
        private List<String> facts(List<String> names, Map<String, Parameter> parameters) {
            List<String> resolved = new ArrayList<>();
            for (String name : names == null ? List.<String>of() : names) {
                require(
                        name != null,
                        "模型 " + id + " 的 rising 或 falling 里有一项是空的",
                        "One of the facts in rising or falling of the model " + id + " is empty");
                int dot = Math.max(0, name.indexOf('.'));
                resolved.add(window(name.substring(0, dot), parameters) + name.substring(dot));
            }
            return List.copyOf(resolved);
        }

        private static String window(String name, Map<String, Parameter> parameters) {
            Parameter parameter = parameters.get(name);
            return parameter != null && parameter.type() == Parameter.Type.WINDOW
                    ? parameter.value()
                    : name;
        }
    }

    private record ValueYaml(
            String value, String en, String advice, Double target, Boolean optional) {

        /** A value of which nothing more is said. */
        @JsonCreator
        static ValueYaml of(String value) {
            return new ValueYaml(value, null, null, null, null);
        }

        Model.Value toValue() {
            return new Model.Value(
                    value, en == null ? value : en, advice, target, Boolean.TRUE.equals(optional));
        }
    }
}
