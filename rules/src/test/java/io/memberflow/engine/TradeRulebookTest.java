package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.facts.TestMember;
import io.memberflow.member.FactSchema;
import io.memberflow.order.CsvCells;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.TagKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tags by trade of rulebook.md §3, each bound one below, at and one above it. */
class TradeRulebookTest {
    private static final int D = (int) LocalDate.of(2025, 6, 30).toEpochDay();
    private static final Set<String> TRADES =
            Set.of("food", "beauty", "apparel", "digital", "lingerie", "shoes", "baby", "home");
    private static final Path TAGS = Path.of("rulebook/tags");

    /** The attribute whose values are a key's values, as the rules read it. */
    private static final Map<String, String> ATTRIBUTES =
            Map.ofEntries(
                    Map.entry("food.偏好口味", "口味"),
                    Map.entry("food.偏好品类", "品类"),
                    Map.entry("beauty.需求功效", "功效"),
                    Map.entry("beauty.偏好产品类型", "产品类型"),
                    Map.entry("apparel.偏好风格", "风格"),
                    Map.entry("apparel.偏好颜色", "颜色"),
                    Map.entry("apparel.偏好面料", "面料"),
                    Map.entry("apparel.偏好元素", "元素"),
                    Map.entry("apparel.腰型", "腰型"),
                    Map.entry("apparel.领口款式", "领口"),
                    Map.entry("digital.注重内容", "注重内容"),
                    Map.entry("digital.偏好风格", "风格"),
                    Map.entry("lingerie.偏好模杯厚度", "模杯厚度"),
                    Map.entry("lingerie.罩杯大小", "罩杯"),
                    Map.entry("lingerie.偏好颜色", "颜色"),
                    Map.entry("lingerie.偏好风格", "风格"),
                    Map.entry("lingerie.偏好功能", "功能"));

    private static CompiledRules rules;
    private static Decider decider;

    @BeforeAll
    static void compile() {
        rules = RuleCompiler.compile(RulebookFiles.shipped(), new FactSchema(List.of())).orThrow();
        decider = new Decider(rules, rules.catalogue().scores());
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    /** The tags of trades on D, {@code key=value}. */
    private static Set<String> tags(TestMember member) {
        return decider.decide(member.history(), D).tags().stream()
                .filter(TagStanding::stands)
                .map(tag -> tag.name() + "=" + tag.value())
                .filter(tag -> TRADES.contains(tag.split("\\.")[0]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The values of one key. */
    private static Set<String> values(TestMember member, String key) {
        return tags(member).stream()
                .filter(tag -> tag.startsWith(key + "="))
                .map(tag -> tag.substring(key.length() + 1))
                .collect(Collectors.toSet());
    }

    private static TestMember bought(String name, String category, String... attributes) {
        TestMember member = new TestMember();
        member.order("a", D - 10).item("S", name, category, 1, attributes);
        return member;
    }

    /** The cells of the rule rows of a sheet. */
    private static List<List<String>> rows(Path sheet) {
        try (Stream<String> lines = Files.lines(sheet)) {
            List<String> all = lines.toList();
            int table = 0;
            while (!all.get(table).startsWith("RuleTable")) {
                table++;
            }
            return all.subList(table + 5, all.size()).stream().map(CsvCells::split).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sheets(String name) {
        try (Stream<Path> files = Files.walk(TAGS)) {
            return files.filter(file -> file.endsWith(name)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<List<String>> words() {
        return sheets("words.drl.csv").stream()
                .flatMap(sheet -> rows(sheet).stream())
                .map(
                        row ->
                                row.size() == 3
                                        ? List.of(row.get(0), "", row.get(1), row.get(2))
                                        : row);
    }

    @ParameterizedTest
    @MethodSource("words")
    void everyWordOfNameOrCategoryGivesItsValue(List<String> row) {
        for (String word : row.get(0).split(",")) {
            assertThat(values(bought("新款" + word + "特惠", "其他"), row.get(2))).contains(row.get(3));
            assertThat(values(bought("新款", word), row.get(2))).contains(row.get(3));
            for (String without : row.get(1).isEmpty() ? new String[0] : row.get(1).split(",")) {
                assertThat(values(bought(without + word, null), row.get(2)))
                        .doesNotContain(row.get(3));
            }
        }
        assertThat(values(bought("新款", null), row.get(2))).isEmpty();
    }

    @Test
    void aWordCountsFor365Days() {
        TestMember member = new TestMember();
        member.order("a", D - 364).item("S", "麻辣鸭脖", null, 1);
        assertThat(values(member, "food.偏好口味")).containsExactly("辣");
        TestMember late = new TestMember();
        late.order("a", D - 365).item("S", "麻辣鸭脖", null, 1);
        assertThat(values(late, "food.偏好口味")).isEmpty();
        assertThat(values(bought("新款", "裤").field("attributes.x", "麻辣", D - 1), "food.偏好口味"))
                .isEmpty();
    }

    static Stream<List<String>> spellings() {
        Stream<List<String>> tables =
                sheets("attributes.drl.csv").stream()
                        .flatMap(sheet -> rows(sheet).stream())
                        .flatMap(
                                row ->
                                        Arrays.stream(row.get(1).split(","))
                                                .map(
                                                        written ->
                                                                List.of(
                                                                        row.get(0),
                                                                        written,
                                                                        row.get(2),
                                                                        row.get(3))));
        Stream<List<String>> values =
                RuleCompiler.compile(RulebookFiles.shipped(), new FactSchema(List.of()))
                        .orThrow()
                        .catalogue()
                        .tags()
                        .stream()
                        .filter(key -> ATTRIBUTES.containsKey(key.key()))
                        .flatMap(
                                key ->
                                        key.values().stream()
                                                .map(
                                                        value ->
                                                                List.of(
                                                                        ATTRIBUTES.get(key.key()),
                                                                        value.value(),
                                                                        key.key(),
                                                                        value.value())));
        return Stream.concat(tables, values).distinct();
    }

    /** Preferred from 0.4 and two pieces on. */
    @ParameterizedTest
    @MethodSource("spellings")
    void anAttributeIsPreferred(List<String> row) {
        String attribute = row.get(0);
        String written = row.get(1);
        TestMember two = new TestMember();
        two.order("a", D - 10)
                .item("S", "新款", null, 2, attribute, written)
                .item("T", "新款", null, 3, attribute, "其他");
        assertThat(values(two, row.get(2))).containsExactly(row.get(3));
        TestMember fewer = new TestMember();
        fewer.order("a", D - 10)
                .item("S", "新款", null, 2, attribute, written)
                .item("T", "新款", null, 4, attribute, "其他");
        assertThat(values(fewer, row.get(2))).isEmpty();
        TestMember one = new TestMember();
        one.order("a", D - 10).item("S", "新款", null, 1, attribute, written);
        assertThat(values(one, row.get(2))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "apparel.偏好品牌,品牌",
        "digital.品牌偏好,品牌",
        "lingerie.偏好品牌,品牌",
    })
    void anyBrandIsPreferred(String key, String attribute) {
        TestMember member = new TestMember();
        member.order("a", D - 10)
                .item("S", "新款", null, 2, attribute, "某牌")
                .item("T", "新款", null, 3, attribute, "另一牌");
        assertThat(values(member, key)).containsExactlyInAnyOrder("某牌", "另一牌");
        assertThat(values(bought("新款", null, attribute, "某牌"), key)).isEmpty();
    }

    @Test
    void devices() {
        assertThat(values(bought("壳", null, "适用型号", "iPhone 5S"), "digital.数码产品型号"))
                .containsExactly("iPhone 5S");
        assertThat(values(bought("手机", null, "型号", "Note 3"), "digital.数码产品型号"))
                .containsExactly("Note 3");
    }

    @ParameterizedTest
    @CsvSource({
        "45,一月,一月",
        "46,三月,两月",
        "75,三月,两月",
        "76,三月,三月",
        "105,三月,三月",
        "106,三月,三月到半年",
        "135,三月,三月到半年",
        "136,半年,三月到半年",
        "165,半年,三月到半年",
        "166,半年,半年",
        "195,半年,半年",
        "196,半年,半年至一年",
        "200,半年,半年至一年",
        "201,半年以上,半年至一年",
        "365,半年以上,半年至一年",
        "366,半年以上,一年以上",
    })
    void howOftenTheyReplace(int gap, String accessories, String lingerie) {
        TestMember member = new TestMember();
        member.order("a", D - 10 - gap);
        member.order("b", D - 10);
        assertThat(values(member, "digital.更换配件频率")).containsExactly(accessories);
        assertThat(values(member, "lingerie.更换频率")).containsExactly(lingerie);
    }

    @Test
    void oneOrderIsNoRhythm() {
        assertThat(tags(bought("新款", null))).containsExactly("home.买家类型=最终用户");
    }

    /** Samples and how many of them were followed. */
    @ParameterizedTest
    @CsvSource({
        "2,0,低", "10,2,低", "10,3,中", "10,4,中", "10,5,中", "10,6,高", "10,7,高", "2,2,高", "1,1,-"
    })
    void sampleConversion(int samples, int followed, String expected) {
        TestMember member = new TestMember();
        for (int i = 0; i < samples; i++) {
            member.order("s" + i, D - 40).item("SAMPLE-01", "试用", "品" + i, 1);
        }
        for (int i = 0; i < followed; i++) {
            member.order("t" + i, D - 20).item("F", "正装", "品" + i, 1);
        }
        assertThat(values(member, "beauty.小样接受度"))
                .isEqualTo(expected.equals("-") ? Set.of() : Set.of(expected));
    }

    @Test
    void whatTheProfileSays() {
        for (String skin : List.of("中性", "干性", "油性", "混合性", "敏感性", "痘痘肌")) {
            TestMember member = new TestMember().field("attributes.肤质", skin, D - 5);
            assertThat(values(member, "beauty.肤质")).containsExactly(skin);
        }
        for (String allergy : List.of("无", "有", "酒精过敏", "香料过敏")) {
            TestMember member = new TestMember().field("attributes.过敏史", allergy, D - 5);
            assertThat(values(member, "beauty.过敏史")).containsExactly(allergy);
        }
        for (String size : List.of("上胸围", "下胸围", "臀围")) {
            TestMember member = new TestMember().field("attributes." + size, "88", D - 5);
            assertThat(values(member, "lingerie.尺寸")).containsExactly(size);
        }
        assertThat(tags(new TestMember().field("attributes.肤质", "铁皮", D - 5))).isEmpty();
    }

    @Test
    void whatStaffSayBeatsTheRule() {
        TestMember member =
                new TestMember()
                        .field("attributes.肤质", "油性", D - 5)
                        .tag("beauty.肤质", "干性", "MANUAL", D - 3);
        Set<String> manual =
                decider.decide(member.history(), D).tags().stream()
                        .filter(tag -> tag.source().equals("MANUAL"))
                        .map(TagStanding::value)
                        .collect(Collectors.toSet());
        assertThat(manual).containsExactly("干性");
    }

    @Test
    void shoeSize() {
        TestMember member = new TestMember();
        member.order("a", D - 30).item("S", "鞋", null, 2, "尺码", "36");
        member.order("b", D - 10).item("S", "鞋", null, 2, "尺码", "37");
        assertThat(values(member, "shoes.尺码")).containsExactly("37");
        member.order("c", D - 9).item("S", "鞋", null, 1, "尺码", "36");
        assertThat(values(member, "shoes.尺码")).containsExactly("36");
    }

    static Stream<List<String>> sizes() {
        return rows(TAGS.resolve("baby/sizes.drl.csv")).stream();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void childrensSizesOf180Days(List<String> row) {
        for (String size : row.get(0).split(",")) {
            for (int age : new int[] {179, 180}) {
                TestMember member = new TestMember();
                member.order("a", D - age).item("S", "衣", null, 1, "尺码", size);
                assertThat(values(member, "baby.童装尺寸段"))
                        .isEqualTo(age < 180 ? Set.of(row.get(1)) : Set.of());
            }
        }
        assertThat(values(bought("衣", null, "尺码", "L"), "baby.童装尺寸段")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4,3,最终用户", "5,2,最终用户", "5,3,装修公司", "6,4,装修公司", "5,0,最终用户", "1,1,最终用户"})
    void firmsAndPeople(int orders, int addresses, String expected) {
        TestMember member = new TestMember();
        for (int i = 0; i < orders; i++) {
            TestMember.OrderDraft order = member.order("o" + i, D - 10);
            if (addresses > 0) {
                order.to("浙江", "杭州", "文三路 " + i % addresses + " 号");
            }
        }
        assertThat(values(member, "home.买家类型")).containsExactly(expected);
    }

    @Test
    void nobodyWhoHasNotBoughtForAYear() {
        TestMember member = new TestMember();
        member.order("a", D - 365);
        assertThat(tags(member)).isEmpty();
    }

    @Test
    void boughtTogether() {
        TestMember together = new TestMember();
        together.order("a", D - 10).item("S", "三人位", "沙发", 1).item("T", "绒面", "抱枕", 2);
        assertThat(values(together, "home.搭配购买")).containsExactly("是");
        TestMember apart = new TestMember();
        apart.order("a", D - 10).item("S", "三人位", "沙发", 1);
        apart.order("b", D - 10).item("T", "绒面", "抱枕", 2);
        assertThat(values(apart, "home.搭配购买")).isEmpty();
        TestMember alone = new TestMember();
        alone.order("a", D - 10).item("T", "绒面", "抱枕", 2).item("U", "棉", "枕头", 2);
        assertThat(values(alone, "home.搭配购买")).isEmpty();
    }

    /** Each value is given by some rule, or any value may be. */
    @Test
    void everyValueHasARule() {
        Set<String> given = new HashSet<>();
        Set<Integer> bound = new HashSet<>();
        for (Rule rule : rules.rules()) {
            for (Rule.TagGift gift : rule.tags()) {
                given.add(gift.key() + "=" + gift.value());
                if (gift.from() != null) {
                    bound.add(gift.key());
                }
            }
        }
        List<String> missing = new ArrayList<>();
        for (int key = 0; key < rules.catalogue().tags().size(); key++) {
            TagKey tag = rules.catalogue().tags().get(key);
            if (tag.trade() != null && !bound.contains(key)) {
                for (var value : tag.values()) {
                    if (!given.contains(key + "=" + value.value())) {
                        missing.add(tag.key() + "=" + value.value());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
