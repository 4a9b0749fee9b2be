package io.memberflow.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueReaderTest {
    private static final String GOOD =
            """
            language: 1
            parameters:
              days:   { type: days, value: 30, min: 1, max: 90, zh: 天数 }
              yuan:   { type: money, value: 99.90 }
              share:  { type: percent, value: 12.5 }
              window: { type: window, value: d365 }
            scores:
              recency:   [ { below: 30, score: 5 }, { below: 90, score: 3 }, { score: 1 } ]
              frequency: [ { upTo: 1, score: 1 }, { score: 5 } ]
              monetary:  [ { upTo: 100.50, score: 1 }, { below: 300, score: 2 }, { score: 5 } ]
              high: { recencyBelow: 90, frequencyFrom: 2, monetaryFrom: 300.5 }
            models:
              - id: one
                kind: segment
                zh: 一
                en: One
                values: [ { value: a, en: A, advice: 好好对待, target: 12.5, optional: true }, { value: 中 } ]
              - { id: two, kind: STAGE, values: [ { value: a } ] }
            """;

    @Test
    void readsAll() {
        Catalogue catalogue = CatalogueReader.read(GOOD);
        assertThat(catalogue.models())
                .containsExactly(
                        new Model(
                                "one",
                                Model.Kind.SEGMENT,
                                "一",
                                "One",
                                List.of(
                                        new Model.Value("a", "A", "好好对待", 12.5, true),
                                        new Model.Value("中", "中", null, null, false)),
                                Model.Promise.NONE),
                        new Model(
                                "two",
                                Model.Kind.STAGE,
                                "two",
                                "two",
                                List.of(new Model.Value("a", "a", null, null, false)),
                                Model.Promise.NONE));
        assertThat(catalogue.indexOf("two")).isEqualTo(1);
        assertThat(catalogue.indexOf("three")).isEqualTo(-1);
        assertThat(catalogue.models().get(0).indexOf("中")).isEqualTo(1);
        assertThat(catalogue.models().get(0).indexOf("b")).isEqualTo(-1);
        Parameter days = catalogue.parameters().get("days");
        assertThat(days.type()).isEqualTo(Parameter.Type.DAYS);
        assertThat(days.value()).isEqualTo("30");
        assertThat(days.zh()).isEqualTo("天数");
        assertThat(catalogue.parameters().get("yuan").value()).isEqualTo("99.90");
        assertThat(catalogue.scores().recency().below()).containsExactly(30L, 90L);
        assertThat(catalogue.scores().frequency().below()).containsExactly(2L);
        assertThat(catalogue.scores().monetary().below()).containsExactly(100_51L, 300_00L);
        assertThat(catalogue.scores().monetary().scores()).containsExactly(1, 2, 5);
        assertThat(catalogue.scores().monetaryHighFrom()).isEqualTo(300_50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    complete: everyone | EVERYONE |
                    complete: no       | NO       |
                    complete: buyers   | BUYERS   | life
                    complete: d30      | BUYERS   | d30
                    complete: window   | BUYERS   | d365
                    """)
    void whoMustHaveAValue(String line, Model.Complete complete, String window) {
        assertThat(promise(line))
                .isEqualTo(new Model.Promise(complete, window, List.of(), List.of()));
    }

    @Test
    void howValuesRun() {
        Model.Promise promise =
                promise("rising: [ recencyDays, window.orders ]\n    falling: [ life.amount ]");
        assertThat(promise.rising()).containsExactly("recencyDays", "d365.orders");
        assertThat(promise.falling()).containsExactly("life.amount");
    }

    @Test
    void nobodyElseCanBeAskedToHaveAValue() {
        RulebookProblem problem =
                catchThrowableOfType(RulebookProblem.class, () -> promise("complete: sometimes"));
        assertThat(problem.en())
                .isEqualTo(
                        "complete of the model one is sometimes; it takes everyone, buyers, no, or a"
                                + " window such as d365.");
        assertThat(problem.zh()).startsWith("模型 one 的 complete 是 sometimes");
    }

    /** The promise of the first model, with a further line in it. */
    private static Model.Promise promise(String line) {
        String text = GOOD.replace("    en: One\n", "    en: One\n    " + line + "\n");
        return CatalogueReader.read(text).models().get(0).promise();
    }

    @Test
    void parametersAreOptional() {
        String without = GOOD.replaceAll("(?s)parameters:.*scores:", "scores:");
        assertThat(CatalogueReader.read(without).parameters()).isEmpty();
    }

    /** A text of the good catalogue, what stands in its place, and what is said of it. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " -> ",
            value = {
                "language: 1 -> langage: 1 -> 1:1: langage is not known. Here may stand language,"
                        + " models, parameters, scores, tags, trades.",
                "en: One -> englisch: One -> 16:5: models[0].englisch is not known. Here may stand"
                        + " complete, en, falling, id, kind, rising, values, zh.",
                "kind: segment -> kind: segmnt -> 14:11: models[0].kind cannot be segmnt.",
                "min: 1 -> min: one -> 3:41: parameters.days.min cannot be one.",
                "recencyBelow: 90 -> recencyBelow: x -> 11:25: scores.high.recencyBelow cannot be"
                        + " x.",
                "values: [ { value: a } ] -> values: 3 -> 18:37: models[1].values has no value or"
                        + " one of the wrong kind.",
                "values: [ { value: a } ] -> values: [] -> The model two has no values.",
                ", values: [ { value: a } ] -> `` -> The model two has no values.",
                "values: [ { value: a } ] -> values: [ { } ] -> A value of the model two has no text,"
                        + " more than 128 characters, or a quote, backslash or control character.",
                "values: [ { value: a } ] -> values: [ { value: 'a\"b' } ] -> A value of the model"
                        + " two has no text, more than 128 characters, or a quote, backslash or"
                        + " control character.",
                "{ value: 中 } -> { value: a } -> The value a of the model one stands twice.",
                "{ value: 中 } -> null -> A value of the model one has no text, more than 128"
                        + " characters, or a quote, backslash or control character.",
                "id: two -> id: one -> The model one stands twice.",
                "id: two -> id: Zwei -> A model's id is Zwei; it takes up to 64 lower-case letters,"
                        + " digits and underscores, a letter first.",
                "id: two, -> `` -> A model's id is null; it takes up to 64 lower-case letters,"
                        + " digits and underscores, a letter first.",
                "kind: STAGE, -> `` -> The model two needs a kind: segment or stage.",
                "value: 30, -> value: 91, -> days is 91; it must be 1 to 90.",
                "value: 30, -> value: 0, -> days is 0; it must be 1 to 90.",
                "value: 30, -> value: 1.5, -> days is 1.5; it takes at most 0 decimals.",
                "value: 30, -> value: soon, -> days is soon; it takes a number.",
                "value: 30, -> value: 1e1, -> days is 1e1; it takes a number.",
                "value: 99.90 -> value: 99.905 -> yuan is 99.905; it takes at most 2 decimals.",
                "value: 99.90 -> other: 1 -> 4:26: parameters.yuan.other is not known. Here may"
                        + " stand max, min, type, value, zh.",
                "value: 99.90 -> zh: 元 -> The parameter yuan needs type and value.",
                "value: d365 -> value: 365 -> window is 365; it takes a window such as d365 or"
                        + " life.",
                "{ below: 90, score: 3 } -> { below: 30, score: 3 } -> scores.recency: the bounds"
                        + " must ascend.",
                "{ below: 90, score: 3 } -> { score: 3 } -> scores.recency: every band needs either"
                        + " below or upTo, and the last one neither.",
                "{ below: 90, score: 3 } -> { below: 90, upTo: 90, score: 3 } -> scores.recency:"
                        + " every band needs either below or upTo, and the last one neither.",
                "{ below: 90, score: 3 }, { score: 1 } -> { below: 90, score: 3 } -> scores.recency:"
                        + " every band needs either below or upTo, and the last one neither.",
                "{ below: 90, score: 3 } -> null -> scores.recency: every band needs either below or"
                        + " upTo, and the last one neither.",
                "{ below: 90, score: 3 } -> { below: 90, score: 6 } -> scores.recency: a score is 1"
                        + " to 5.",
                "{ below: 90, score: 3 } -> { below: 90 } -> 8:53: scores.recency[1].score has no value"
                        + " or one of the wrong kind.",
                "below: 90, -> below: 89.5, -> scores.recency is 89.5; it takes at most 0 decimals.",
                "upTo: 100.50 -> upTo: 100.505 -> scores.monetary is 100.505; it takes at most 2"
                        + " decimals.",
                "monetaryFrom: 300.5 -> monetaryFrom: 300.555 -> scores.high.monetaryFrom is"
                        + " 300.555; it takes at most 2 decimals.",
                ", monetaryFrom: 300.5 -> `` -> scores.high needs recencyBelow, frequencyFrom and"
                        + " monetaryFrom.",
                "  high: { recencyBelow: 90, frequencyFrom: 2, monetaryFrom: 300.5 } -> `` ->"
                        + " scores.high needs recencyBelow, frequencyFrom and monetaryFrom.",
                "frequency: [ { upTo: 1, score: 1 }, { score: 5 } ] -> frequency: [] ->"
                        + " scores.frequency is missing.",
            })
    void saysWhatIsWrong(String from, String to, String message) {
        assertThat(GOOD).as("the case is about the good catalogue").contains(from);
        RulebookProblem problem = problem(GOOD.replace(from, to));
        assertThat(problem.getMessage().replaceFirst("^rulebook.yaml: ?", "")).isEqualTo(message);
        assertThat(problem.getMessage()).endsWith(problem.en());
        assertThat(problem.zh()).endsWith("。").matches(".*\\p{IsHan}.*");
    }

    @Test
    void sameKeyTwice() {
        assertThat(problem(GOOD + "language: 2\n").getMessage())
                .startsWith("rulebook.yaml:19:")
                .contains("Duplicate field 'language'");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " -> ",
            value = {
                "`` -> rulebook.yaml",
                "language: 1 -> rulebook.yaml: models are missing.",
                "null -> rulebook.yaml: models are missing.",
                "{ models: [ { id: a } ] } -> rulebook.yaml: language must be 1, the version of the"
                        + " rule language.",
                "{ language: 2, models: [ { id: a } ] } -> rulebook.yaml: language must be 1",
                "{ language: 1, models: [ { id: a } ] } -> rulebook.yaml: scores are missing.",
                "[ 1 ] -> rulebook.yaml:1:1: The file has to hold language, parameters, scores and"
                        + " models.",
                "models: [ -> rulebook.yaml:1:",
                "models: \"\\u0000 -> rulebook.yaml",
            })
    void whatIsNoCatalogueAtAll(String text, String message) {
        RulebookProblem problem = problem(text);
        assertThat(problem.getMessage())
                .startsWith(message)
                .doesNotContain("io.memberflow", "com.fasterxml", "\n");
        assertThat(problem.line()).isPositive();
        assertThat(problem.column()).isPositive();
    }

    private static RulebookProblem problem(String text) {
        RulebookProblem problem =
                catchThrowableOfType(RulebookProblem.class, () -> CatalogueReader.read(text));
        assertThat(problem).as(text).isNotNull();
        return problem;
    }
}
