package io.memberflow.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.cases.CalendarCase.Event;
import io.memberflow.cases.CalendarCase.Expectation;
import io.memberflow.cases.CalendarCase.Place;
import io.memberflow.cases.CalendarCase.Step;
import io.memberflow.cases.CalendarCase.Stream;
import io.memberflow.engine.Finding;
import io.memberflow.engine.Nearest;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Unit;
import io.memberflow.order.RejectCode;
import io.memberflow.rfm.Scoring;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.TagKey;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Reads the cases of a release, {@code tests/*.yaml}. Every mistake is a finding with its place;
 * what can be read is read.
 */
public final class CaseReader {
    private static final int MAX_DAYS = 36_500;
    private static final int MAX_TIMES = 1_000;

    private static final Set<String> CASE =
            Set.of(
                    "name",
                    "as_of",
                    "timeline",
                    "member",
                    "orders",
                    "behaviours",
                    "population",
                    "expect");
    private static final Set<String> STEP = Set.of("as_of", "expect");
    private static final Set<String> EXPECT =
            Set.of("segments", "stages", "tags", "absent", "reasons", "facts");
    private static final Set<String> POPULATION =
            Set.of("r_mean", "f_mean", "m_mean", "r", "f", "m", "amount_top_percent");
    private static final Set<String> MEMBER =
            Set.of(
                    "updated_at",
                    "at",
                    "ago",
                    "name",
                    "nick",
                    "gender",
                    "birthday",
                    "registered_at",
                    "email",
                    "phone",
                    "province",
                    "city",
                    "address",
                    "attributes",
                    "tags",
                    "forget");
    private static final Set<String> TAG =
            Set.of("key", "value", "source", "at", "ago", "until", "withdrawn");
    private static final Set<String> ORDER =
            Set.of(
                    "order_id",
                    "version",
                    "status",
                    "created_at",
                    "paid_at",
                    "at",
                    "ago",
                    "updated_at",
                    "amount",
                    "refund_amount",
                    "discount",
                    "currency",
                    "shop",
                    "channel",
                    "source",
                    "carrier",
                    "receiver",
                    "items",
                    "times");
    private static final Set<String> RECEIVER = Set.of("province", "city", "address");
    private static final Set<String> ITEM =
            Set.of("sku", "name", "category", "quantity", "price", "attributes");
    private static final Set<String> BEHAVIOUR =
            Set.of(
                    "event_id",
                    "at",
                    "ago",
                    "type",
                    "sku",
                    "category",
                    "campaign",
                    "channel",
                    "order_id",
                    "value",
                    "times");
    private static final Set<String> DATES =
            Set.of(
                    "at",
                    "paid_at",
                    "created_at",
                    "updated_at",
                    "registered_at",
                    "birthday",
                    "until");

    private final Catalogue catalogue;
    private final FactSchema schema;
    private final String file;
    private final List<Finding> findings = new ArrayList<>();
    private final List<CalendarCase> cases = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private CaseReader(Catalogue catalogue, FactSchema schema, String file) {
        this.catalogue = catalogue;
        this.schema = schema;
        this.file = file;
    }

    /**
     * What the files of tests say.
     *
     * @param cases those without a mistake, in the order of the files
     * @param findings the mistakes, by file and line
     */
    public record Result(List<CalendarCase> cases, List<Finding> findings) {}

    /** Reads the cases of a release whose catalogue and facts are known. */
    public static Result read(Release release, Catalogue catalogue, FactSchema schema) {
        int[] files =
                IntStream.range(0, release.paths().length)
                        .filter(i -> holdsCases(release.paths()[i]))
                        .toArray();
        List<CaseReader> readers =
                Arrays.stream(files)
                        .parallel()
                        .mapToObj(
                                i -> {
                                    CaseReader reader =
                                            new CaseReader(catalogue, schema, release.paths()[i]);
                                    reader.file(release.texts()[i]);
                                    return reader;
                                })
                        .toList();
        List<CalendarCase> cases = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (CaseReader reader : readers) {
            cases.addAll(reader.cases);
            findings.addAll(reader.findings);
        }
        findings.sort(
                Comparator.comparing(Finding::file)
                        .thenComparingInt(Finding::line)
                        .thenComparingInt(Finding::column));
        return new Result(List.copyOf(cases), List.copyOf(findings));
    }

    private static boolean holdsCases(String path) {
        return path.startsWith(RulebookFiles.TESTS + "/") && path.endsWith(".yaml");
    }

    private void file(String text) {
        CaseNode root;
        try {
            root = CaseNode.read(text);
        } catch (CaseNode.NoYaml e) {
            findings.add(
                    new Finding(
                            file,
                            e.line(),
                            e.column(),
                            "不是可用的 YAML：" + e.getMessage() + "。",
                            "This is no YAML to read cases from: " + e.getMessage() + "."));
            return;
        }
        if (isObject(root, "文件", "the file") && knows(root, Set.of("cases"))) {
            each(root, "cases", this::oneCase);
        }
    }

    private void oneCase(CaseNode node) {
        int before = findings.size();
        if (!isObject(node, "一个用例", "a case")) {
            return;
        }
        knows(node, CASE);
        String name = required(node, "name");
        if (name != null && !names.add(name)) {
            found(
                    node.get("name"),
                    "这个文件里已有叫 " + name + " 的用例，请换一个名字。",
                    "The file has a case called " + name + " already. Choose another name.");
        }
        List<Step> steps = steps(node);
        if (steps.isEmpty()) {
            return;
        }
        LocalDate first = steps.get(0).asOf();
        List<Event> events = events(node, first);
        Scoring scoring = null;
        CaseNode population = node.get("population");
        if (population != null && isObject(population, "population", "population")) {
            scoring = population(population, first);
        }
        if (findings.size() == before) {
            LocalDate last = steps.stream().map(Step::asOf).max(LocalDate::compareTo).orElseThrow();
            CaseHistory.of(events, last).refused().forEach(this::refused);
        }
        if (findings.size() == before) {
            cases.add(new CalendarCase(place(node), name, events, scoring, steps));
        }
    }

    private void refused(CaseHistory.Refusal refusal) {
        RejectCode code = refusal.why().code();
        String zh =
                switch (code) {
                    case FUTURE -> "日期晚于 as_of";
                    case BAD_AMOUNT -> "金额不对";
                    case NO_TIME -> "缺少时间，请写 at 或 ago";
                    default -> "内容不对";
                };
        findings.add(
                refusal.event()
                        .place()
                        .finding(
                                "这条事件不会被接受（" + code + "），" + zh + "：" + refusal.why().message(),
                                "This event would be rejected ("
                                        + code
                                        + "): "
                                        + refusal.why().message()));
    }

    // -- when -------------------------------------------------------------------------------

    private List<Step> steps(CaseNode node) {
        List<Step> steps = new ArrayList<>();
        CaseNode timeline = node.get("timeline");
        if ((node.get("as_of") == null) == (timeline == null)) {
            found(
                    node,
                    "用例要么写 as_of 和 expect，要么写 timeline。",
                    "A case needs either as_of with expect, or a timeline.");
            return steps;
        }
        if (timeline == null) {
            step(node, steps);
        } else {
            if (timeline.isList() && timeline.items().isEmpty()) {
                found(timeline, "timeline 是空的。", "The timeline is empty.");
            }
            each(
                    node,
                    "timeline",
                    one -> {
                        if (isObject(one, "timeline 的一项", "an entry of the timeline")) {
                            knows(one, STEP);
                            step(one, steps);
                        }
                    });
        }
        return steps;
    }

    private void step(CaseNode node, List<Step> steps) {
        LocalDate asOf = date(node, "as_of");
        CaseNode expect = node.get("expect");
        if (expect == null) {
            found(node, "缺少 expect：要写期望的结果。", "expect is missing: say what is expected.");
        } else if (isObject(expect, "expect", "expect") && asOf != null) {
            int before = findings.size();
            List<Expectation> expectations = expectations(expect);
            if (expectations.isEmpty() && findings.size() == before) {
                found(expect, "expect 里没有任何期望。", "Nothing is expected in expect.");
            }
            steps.add(new Step(asOf, expectations));
        }
    }

    private LocalDate date(CaseNode node, String field) {
        String text = required(node, field);
        if (text == null) {
            return null;
        }
        LocalDate date = dateOrNull(text);
        if (date == null) {
            notADate(node.get(field), field, text);
        }
        return date;
    }

    private void notADate(CaseNode at, String field, String text) {
        found(
                at,
                field + " 是 " + text + "，要写成 2025-06-30 这样的日期。",
                field + " is " + text + "; write a date such as 2025-06-30.");
    }

    private static LocalDate dateOrNull(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return null; // said by the caller, with the place
        }
    }

    // -- what happened ----------------------------------------------------------------------

    private List<Event> events(CaseNode node, LocalDate first) {
        List<Event> events = new ArrayList<>();
        CaseNode member = node.get("member");
        if (member != null) {
            for (CaseNode one : member.isList() ? member.items() : List.of(member)) {
                member(one, first, events);
            }
        }
        int[] number = {0};
        each(node, "orders", order -> order(order, first, ++number[0], events));
        number[0] = 0;
        each(node, "behaviours", done -> behaviour(done, first, ++number[0], events));
        return events;
    }

    private void member(CaseNode node, LocalDate first, List<Event> events) {
        if (!isObject(node, "member", "member")) {
            return;
        }
        knows(node, MEMBER);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("member_id", CaseHistory.MEMBER);
        copy(node, json, Set.of("at", "ago", "attributes", "tags"));
        time(node, json, first, "updated_at");
        if (!json.has("updated_at")) {
            json.put("updated_at", "2020-01-01");
        }
        attributes(node, json);
        if (node.get("tags") != null) {
            ArrayNode tags = json.putArray("tags");
            each(
                    node,
                    "tags",
                    tag -> {
                        if (isObject(tag, "一个标签", "a tag")) {
                            knows(tag, TAG);
                            ObjectNode one = tags.addObject();
                            copy(tag, one, Set.of("at", "ago"));
                            time(tag, one, first, "at");
                        }
                    });
        }
        events.add(new Event(Stream.MEMBERS, json, place(node)));
    }

    private void order(CaseNode node, LocalDate first, int number, List<Event> events) {
        if (!isObject(node, "一个订单", "an order")) {
            return;
        }
        knows(node, ORDER);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("member_id", CaseHistory.MEMBER);
        json.put("order_id", "order-" + number);
        json.put("status", "COMPLETED");
        json.put("version", "1");
        copy(node, json, Set.of("at", "ago", "receiver", "items", "times"));
        time(node, json, first, "paid_at");
        CaseNode receiver = node.get("receiver");
        if (receiver != null && isObject(receiver, "receiver", "receiver")) {
            knows(receiver, RECEIVER);
            copy(receiver, json.putObject("receiver"), Set.of());
        }
        if (node.get("items") != null) {
            ArrayNode items = json.putArray("items");
            each(
                    node,
                    "items",
                    item -> {
                        if (isObject(item, "一件商品", "an item")) {
                            knows(item, ITEM);
                            ObjectNode one = items.addObject();
                            copy(item, one, Set.of("attributes"));
                            attributes(item, one);
                        }
                    });
        }
        repeat(node, json, "order_id", Stream.ORDERS, events);
    }

    private void behaviour(CaseNode node, LocalDate first, int number, List<Event> events) {
        if (!isObject(node, "一个行为", "a behaviour")) {
            return;
        }
        knows(node, BEHAVIOUR);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("member_id", CaseHistory.MEMBER);
        json.put("event_id", "behaviour-" + number);
        copy(node, json, Set.of("at", "ago", "times"));
        time(node, json, first, "at");
        repeat(node, json, "event_id", Stream.BEHAVIOURS, events);
    }

    /** The event as often as {@code times} says, each under an id of its own. */
    private void repeat(
            CaseNode node, ObjectNode json, String id, Stream stream, List<Event> events) {
        int times = node.get("times") == null ? 1 : whole(node, "times", 1, MAX_TIMES);
        for (int i = 1; i <= times; i++) {
            ObjectNode one = json.deepCopy();
            if (i > 1) {
                one.put(id, json.get(id).asText() + "-" + i);
            }
            events.add(new Event(stream, one, place(node)));
        }
    }

    /** Copies what is written plainly; numbers as texts, which the readers take as well. */
    private void copy(CaseNode node, ObjectNode json, Set<String> but) {
        node.fields()
                .forEach(
                        (field, value) -> {
                            if (but.contains(field)) {
                                return;
                            }
                            if (value.scalar() == null) {
                                found(
                                        value,
                                        field + " 要写一个值，不能是列表或对象。",
                                        field + " takes one value, no list and no object.");
                                return;
                            }
                            if (DATES.contains(field) && !value.isNothing()) {
                                time(value, field);
                            }
                            json.set(field, plain(value));
                        });
    }

    private static JsonNode plain(CaseNode value) {
        return value.isNothing() || value.scalar().isBoolean()
                ? value.scalar()
                : JsonNodeFactory.instance.textNode(value.text());
    }

    private void attributes(CaseNode node, ObjectNode json) {
        CaseNode attributes = node.get("attributes");
        if (attributes != null && isObject(attributes, "attributes", "attributes")) {
            copy(attributes, json.putObject("attributes"), Set.of());
        }
    }

    /** {@code at} or {@code ago} as the field they stand for. */
    private void time(CaseNode node, ObjectNode json, LocalDate first, String field) {
        CaseNode at = node.get("at");
        CaseNode ago = node.get("ago");
        boolean written = !field.equals("at") && node.get(field) != null;
        if ((at == null ? 0 : 1) + (ago == null ? 0 : 1) + (written ? 1 : 0) > 1) {
            String all = field.equals("at") ? "at, ago" : "at, ago, " + field;
            found(node, "只能写其中一个：" + all + "。", "Write only one of " + all + ".");
        } else if (at != null) {
            time(at, "at");
            json.put(field, at.text());
        } else if (ago != null) {
            json.put(field, first.minusDays(whole(node, "ago", 0, MAX_DAYS)).toString());
        }
    }

    private void time(CaseNode value, String field) {
        String text = value.text();
        if (text == null || dateOrNull(text.substring(0, Math.min(10, text.length()))) == null) {
            notADate(value, field, text);
        }
    }

    private void knownNumber(CaseNode node, String field, String what, boolean good) {
        if (!good) {
            found(
                    node,
                    field + " 要写 " + what + "，不能是 " + node.text() + "。",
                    field + " takes " + what + ", not " + node.text() + ".");
        }
    }

    private int whole(CaseNode node, String field, int least, int most) {
        CaseNode value = node.get(field);
        BigDecimal number = number(value);
        boolean good =
                number != null
                        && number.stripTrailingZeros().scale() <= 0
                        && number.compareTo(BigDecimal.valueOf(least)) >= 0
                        && number.compareTo(BigDecimal.valueOf(most)) <= 0;
        knownNumber(value, field, least + "…" + most, good);
        return good ? number.intValue() : least;
    }

    private static BigDecimal number(CaseNode node) {
        String text = node == null ? null : node.text();
        return text != null && text.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")
                ? new BigDecimal(text)
                : null;
    }

    // -- against whom -----------------------------------------------------------------------

    private Scoring population(CaseNode node, LocalDate first) {
        knows(node, POPULATION);
        CasePopulation population = new CasePopulation();
        decimal(node, "r_mean", mean -> population.recencyMean = mean);
        decimal(node, "f_mean", mean -> population.frequencyMean = mean);
        decimal(node, "m_mean", mean -> population.monetaryMean = mean);
        decimal(node, "amount_top_percent", percent -> population.topPercent = percent);
        cuts(node, "r", 0, cuts -> population.recency = cuts);
        cuts(node, "f", 0, cuts -> population.frequency = cuts);
        cuts(node, "m", 2, cuts -> population.monetary = cuts);
        return population.scoring((int) first.toEpochDay());
    }

    private void decimal(CaseNode node, String field, Consumer<BigDecimal> take) {
        CaseNode value = node.get(field);
        if (value != null) {
            BigDecimal number = number(value);
            boolean good =
                    number != null
                            && number.signum() >= 0
                            && number.scale() <= 6
                            && number.compareTo(BigDecimal.valueOf(1_000_000_000)) <= 0
                            && (!field.endsWith("percent")
                                    || number.compareTo(BigDecimal.valueOf(100)) <= 0);
            knownNumber(value, field, field.endsWith("percent") ? "0…100" : "0…1000000000", good);
            if (good) {
                take.accept(number);
            }
        }
    }

    private void cuts(CaseNode node, String field, int places, Consumer<long[]> take) {
        CaseNode list = node.get(field);
        if (list == null) {
            return;
        }
        long[] cuts = new long[4];
        boolean good = list.isList() && list.items().size() == cuts.length;
        for (int i = 0; good && i < cuts.length; i++) {
            BigDecimal number = number(list.items().get(i));
            BigDecimal scaled = number == null ? null : number.movePointRight(places);
            good =
                    scaled != null
                            && scaled.stripTrailingZeros().scale() <= 0
                            && scaled.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
            cuts[i] = good ? scaled.longValue() : 0;
        }
        if (!good) {
            found(
                    list,
                    field + " 要写四个分位点，例如 [30, 90, 180, 365]。",
                    field + " takes four cut points, such as [30, 90, 180, 365].");
        } else {
            take.accept(cuts);
        }
    }

    // -- what is expected -------------------------------------------------------------------

    private List<Expectation> expectations(CaseNode expect) {
        knows(expect, EXPECT);
        List<Expectation> all = new ArrayList<>();
        pairs(expect, "segments", (key, value) -> value(key, value, all));
        pairs(expect, "stages", (key, value) -> value(key, value, all));
        pairs(
                expect,
                "tags",
                (key, value) -> {
                    TagKey known = tagKey(key);
                    if (known != null && isAllowed(known, value)) {
                        all.add(new Expectation.Tag(place(value), known.key(), value.text()));
                    }
                });
        each(expect, "absent", node -> absent(node, all));
        pairs(
                expect,
                "reasons",
                (key, fact) -> {
                    if (isKnown(key)) {
                        boolean isModel = catalogue.indexOf(key.text()) >= 0;
                        all.add(
                                new Expectation.Because(
                                        place(fact), isModel, key.text(), fact.text()));
                    }
                });
        CaseNode facts = expect.get("facts");
        if (facts != null && isObject(facts, "facts", "facts")) {
            facts.fields().forEach((name, value) -> fact(facts.keys().get(name), value, name, all));
        }
        return all;
    }

    private interface Pair {
        void accept(CaseNode key, CaseNode value);
    }

    /** Each value, or each of a list of values, with its key, which is a node with a text. */
    private void pairs(CaseNode expect, String field, Pair pair) {
        CaseNode node = expect.get(field);
        if (node == null || !isObject(node, field, field)) {
            return;
        }
        node.fields()
                .forEach(
                        (name, value) -> {
                            CaseNode at = node.keys().get(name);
                            CaseNode key =
                                    CaseNode.scalar(
                                            at.line(),
                                            at.column(),
                                            JsonNodeFactory.instance.textNode(name));
                            for (CaseNode one : value.isList() ? value.items() : List.of(value)) {
                                if (one.text() == null) {
                                    found(
                                            one.isNothing() ? key : one,
                                            name + " 要写一个值；没有值的写进 absent。",
                                            name
                                                    + " takes a value; what has none goes into"
                                                    + " absent.");
                                } else {
                                    pair.accept(key, one);
                                }
                            }
                        });
    }

    private void value(CaseNode key, CaseNode value, List<Expectation> all) {
        int model = catalogue.indexOf(key.text());
        if (model < 0) {
            unknown(
                    key,
                    "模型",
                    "model",
                    key.text(),
                    catalogue.models().stream().map(Model::id).toList());
            return;
        }
        if (isValue(catalogue.models().get(model), value, value.text())) {
            all.add(new Expectation.Value(place(value), key.text(), value.text()));
        }
    }

    private boolean isValue(Model model, CaseNode at, String value) {
        List<String> known = model.values().stream().map(Model.Value::value).toList();
        if (!known.contains(value)) {
            unknown(at, "值", "value of " + model.id(), value, known);
            return false;
        }
        return true;
    }

    private TagKey tagKey(CaseNode key) {
        int known = catalogue.indexOfTag(key.text());
        if (known < 0) {
            unknown(
                    key,
                    "标签",
                    "tag",
                    key.text(),
                    catalogue.tags().stream().map(TagKey::key).toList());
            return null;
        }
        return catalogue.tags().get(known);
    }

    private boolean isAllowed(TagKey key, CaseNode value) {
        return isAllowed(key, value, value.text());
    }

    private boolean isAllowed(TagKey key, CaseNode at, String value) {
        if (!key.allows(value)) {
            List<String> known = key.values().stream().map(Model.Value::value).toList();
            unknown(at, "值", "value of " + key.key(), value, known);
            return false;
        }
        return true;
    }

    private void absent(CaseNode node, List<Expectation> all) {
        String text = node.text();
        if (text == null || text.isBlank()) {
            found(node, "absent 里写模型、标签，或 标签=值。", "Write models, tags or tag=value into absent.");
            return;
        }
        int equals = text.indexOf('=');
        String name = (equals < 0 ? text : text.substring(0, equals)).strip();
        String value = equals < 0 ? null : text.substring(equals + 1).strip();
        CaseNode key =
                CaseNode.scalar(
                        node.line(), node.column(), JsonNodeFactory.instance.textNode(name));
        if (!isKnown(key)) {
            return;
        }
        int model = catalogue.indexOf(name);
        boolean good =
                value == null
                        || (model >= 0
                                ? isValue(catalogue.models().get(model), node, value)
                                : isAllowed(
                                        catalogue.tags().get(catalogue.indexOfTag(name)),
                                        node,
                                        value));
        if (good) {
            all.add(new Expectation.Absent(place(node), model >= 0, name, value));
        }
    }

    private boolean isKnown(CaseNode key) {
        if (catalogue.indexOf(key.text()) >= 0 || catalogue.indexOfTag(key.text()) >= 0) {
            return true;
        }
        List<String> known = new ArrayList<>();
        catalogue.models().forEach(model -> known.add(model.id()));
        catalogue.tags().forEach(tag -> known.add(tag.key()));
        unknown(key, "模型或标签", "model or tag", key.text(), known);
        return false;
    }

    private void fact(CaseNode key, CaseNode value, String name, List<Expectation> all) {
        Fact fact = schema.find(name).orElse(null);
        if (fact == null) {
            List<String> known = schema.readable().stream().map(Fact::name).toList();
            unknown(key, "事实", "fact", name, known);
            return;
        }
        if (value.isNothing()) {
            all.add(new Expectation.FactValue(place(key), name, null));
            return;
        }
        Long number = inside(fact.unit(), value);
        if (number == null) {
            found(
                    value,
                    name + " 不能是 " + value.text() + "。",
                    name + " cannot be " + value.text() + ".");
        } else {
            all.add(new Expectation.FactValue(place(value), name, number));
        }
    }

    /** A number as facts hold it, null when the text is none. */
    private static Long inside(Unit unit, CaseNode value) {
        if (unit == Unit.FLAG) {
            return value.scalar() != null && value.scalar().isBoolean()
                    ? Long.valueOf(value.scalar().booleanValue() ? 1 : 0)
                    : null;
        }
        if (unit == Unit.DATE) {
            LocalDate date = value.text() == null ? null : dateOrNull(value.text());
            return date == null ? null : Long.valueOf(date.toEpochDay());
        }
        BigDecimal number = number(value);
        if (number == null || number.scale() > unit.places()) {
            return null;
        }
        return number.movePointRight(unit.places()).longValue();
    }

    // -- mistakes ---------------------------------------------------------------------------

    private Place place(CaseNode node) {
        return new Place(file, node.line(), node.column());
    }

    private void found(CaseNode at, String zh, String en) {
        findings.add(place(at).finding(zh, en));
    }

    private void unknown(CaseNode at, String zh, String en, String written, List<String> known) {
        String meantZh = Nearest.of(written, known).map(n -> "是不是 " + n + "？").orElse("");
        String meantEn = Nearest.of(written, known).map(n -> " Did you mean " + n + "?").orElse("");
        boolean few = !known.isEmpty() && known.size() <= 20;
        found(
                at,
                "不认识的"
                        + zh
                        + " "
                        + written
                        + "。"
                        + meantZh
                        + (few ? "可以写 " + String.join("、", known) + "。" : ""),
                "There is no "
                        + en
                        + " "
                        + written
                        + "."
                        + meantEn
                        + (few ? " Here may stand " + String.join(", ", known) + "." : ""));
    }

    /** Whether all fields are known; says which are not. */
    private boolean knows(CaseNode node, Set<String> known) {
        Map<String, CaseNode> sorted = new TreeMap<>(node.keys());
        sorted.keySet().removeAll(known);
        sorted.forEach(
                (name, at) -> unknown(at, "字段", "field", name, known.stream().sorted().toList()));
        return sorted.isEmpty();
    }

    private boolean isObject(CaseNode node, String zh, String en) {
        if (!node.isObject()) {
            found(node, zh + " 要写成 名称: 值 的形式。", "Write " + en + " as name: value.");
        }
        return node.isObject();
    }

    private void each(CaseNode node, String field, Consumer<CaseNode> each) {
        CaseNode list = node.get(field);
        if (list == null) {
            return;
        }
        if (!list.isList()) {
            found(
                    list,
                    field + " 要写成列表，每项以 - 开头。",
                    field + " takes a list, each entry after a dash.");
            return;
        }
        list.items().forEach(each);
    }

    private String required(CaseNode node, String field) {
        CaseNode value = node.get(field);
        if (value == null || value.text() == null || value.text().isBlank()) {
            found(value == null ? node : value, "缺少 " + field + "。", field + " is missing.");
            return null;
        }
        return value.text();
    }
}
