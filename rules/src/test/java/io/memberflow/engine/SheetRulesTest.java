package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.DayFacts;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Row;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.order.CsvCells;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decision tables: what rows come to, and what is refused and where. */
class SheetRulesTest {
    private static final String HEAD =
            """
            RuleSet,rulebook.tags.food
            # 一行说明

            RuleTable food.词表
            CONDITION,ACTION,ACTION
            ,,
            "Purchase( forall(||){name contains ""$"" || category contains ""$""} )","decision.tag(""$param"",",\"""$param"");"
            词,标签,值
            """;

    private static final String ROWS = "\"甜,糖\",口味,甜\n咸,口味,咸\n坚果,food.品类,坚果\n";

    private static List<String> findings(String file, String text) {
        return TestRulebook.compile(Map.of(file, text)).findings().stream()
                .map(f -> f.line() + ":" + f.column() + " " + f.en())
                .toList();
    }

    private static List<String> tags(String file, String text, Row... rows) {
        Row member =
                new Row(
                        RowType.MEMBER,
                        TestRulebook.facts(),
                        new String[RowSchema.of(RowType.MEMBER).texts()],
                        Map.of(),
                        null);
        List<Row> all = Stream.concat(Stream.of(member), Arrays.stream(rows)).toList();
        try (CompiledRules rules = TestRulebook.compile(Map.of(file, text)).orThrow()) {
            return rules
                    .decide(DayFacts.of(20_000, TestRulebook.facts(FactSchema.AS_OF, 20_000), all))
                    .tags()
                    .stream()
                    .map(tag -> rules.catalogue().tags().get(tag.key()).key() + "=" + tag.value())
                    .sorted()
                    .toList();
        }
    }

    private static Row bought(String name, String category) {
        return RowRulesTest.row(RowType.PURCHASE, "name", name, "category", category);
    }

    /** A workbook with these cells, by the CSV text that would say the same. */
    private static String workbook(String csv, Consumer<XSSFWorkbook> change) {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            XSSFSheet sheet = workbook.createSheet("词表");
            int number = 0;
            for (String line : csv.split("\n", -1)) {
                XSSFRow row = sheet.createRow(number++);
                List<String> cells = CsvCells.split(line);
                for (int column = 0; column < cells.size(); column++) {
                    row.createCell(column).setCellValue(cells.get(column));
                }
            }
            change.accept(workbook);
            workbook.write(bytes);
            return Base64.getEncoder().encodeToString(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String zip(Map<String, byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** The workbook with one part changed, or added when it had none of that name. */
    private static String changed(String base64, String name, Consumer<StringBuilder> change) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                parts.put(e.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StringBuilder part =
                new StringBuilder(
                        new String(parts.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8));
        change.accept(part);
        parts.put(name, part.toString().getBytes(StandardCharsets.UTF_8));
        return zip(parts);
    }

    @Test
    void aRowIsARule() {
        assertThat(tags("a.drl.csv", HEAD + ROWS, bought("糖果", null), bought(null, "坚果炒货")))
                .containsExactly("food.品类=坚果", "口味=甜");
        assertThat(tags("a.drl.csv", HEAD + ROWS, bought("酸梅", "蜜饯"))).isEmpty();
    }

    @Test
    void aWorkbookSaysTheSame() {
        String sheet = workbook(HEAD + ROWS, any -> {});
        assertThat(tags("a.drl.xlsx", sheet, bought("糖果", null), bought("咸鱼", null)))
                .containsExactly("口味=咸", "口味=甜");
    }

    @Test
    void numbersDatesAndMergedCellsOfAWorkbook() {
        String csv =
                """
                RuleSet,rulebook.test

                RuleTable t
                CONDITION,CONDITION,ACTION,PRIORITY,DATE-EFFECTIVE,METADATA
                Purchase
                age < $param,price >= $param,"decision.tag(""口味"", ""$param"");",,,title($param)
                天,元,值,先后,从,标题
                30,9.5,甜,1,2020-01-01,\"""好\"""
                """;
        String sheet =
                workbook(
                        csv,
                        workbook -> {
                            XSSFSheet first = workbook.getSheetAt(0);
                            first.addMergedRegion(new CellRangeAddress(4, 4, 0, 1));
                            first.getRow(7).getCell(0).setCellValue(30);
                            first.getRow(7).getCell(1).setCellValue(9.5);
                            first.getRow(7).getCell(3).setCellValue(1);
                        });
        Row near = RowRulesTest.row(RowType.PURCHASE, "age", 29, "price", 95_000);
        Row old = RowRulesTest.row(RowType.PURCHASE, "age", 30, "price", 95_000);
        Row cheap = RowRulesTest.row(RowType.PURCHASE, "age", 29, "price", 94_999);
        assertThat(tags("a.drl.xlsx", sheet, near)).containsExactly("口味=甜");
        assertThat(tags("a.drl.xlsx", sheet, old, cheap)).isEmpty();
        String merged = csv.replace("\nPurchase\n", "\nPurchase...,Purchase...,,,,\n");
        assertThat(tags("a.drl.csv", merged, near)).containsExactly("口味=甜");
        assertThat(tags("a.drl.csv", merged, old, cheap)).isEmpty();
    }

    @Test
    void aFindingNamesTheCell() {
        assertThat(findings("a.drl.csv", HEAD + ROWS + "辣,口味,麻\n"))
                .containsExactly("12:3 The tag 口味 has no value 麻; it can be 甜, 咸, 辣.");
        assertThat(findings("a.drl.csv", HEAD + "x\"\"y,口味,甜\n\"a\"\"),eval(true\",口味,甜\n"))
                .isNotEmpty()
                .allMatch(text -> text.startsWith("9:") || text.startsWith("10:"));
    }

    @Test
    void aRuleIsNamedByWhatItGives() {
        String twice = HEAD + ROWS + "蜜,口味,甜\n";
        try (CompiledRules rules = TestRulebook.compile(Map.of("a.drl.csv", twice)).orThrow()) {
            assertThat(rules.rules())
                    .extracting(rule -> rule.name() + ":" + rule.line())
                    .containsExactly(
                            "food.词表 口味 甜:9",
                            "food.词表 口味 咸:10",
                            "food.词表 food.品类 坚果:11",
                            "food.词表 口味 甜 2:12");
        }
        String named = HEAD.replace("ACTION,ACTION", "ACTION,ACTION,NAME") + "甜,口味,甜,甜食\n";
        try (CompiledRules rules = TestRulebook.compile(Map.of("a.drl.csv", named)).orThrow()) {
            assertThat(rules.rules()).extracting(Rule::name).containsExactly("甜食");
        }
    }

    @Test
    void oneRuleNameTwice() {
        assertThat(
                        TestRulebook.compile(
                                        Map.of("a.drl.csv", HEAD + ROWS, "b.drl.csv", HEAD + ROWS))
                                .findings())
                .hasSize(3)
                .allMatch(f -> f.file().equals("b.drl.csv") && f.line() > 8)
                .allMatch(f -> f.en().contains("a.drl.csv:"));
    }

    @Test
    void aRowWithoutConditionOrActionIsNoRule() {
        assertThat(findings("a.drl.csv", HEAD + ",口味,甜\n甜,,\n"))
                .containsExactly(
                        "9:1 This row has no condition or no action. Fill it in or delete it.",
                        "10:1 This row has no condition or no action. Fill it in or delete it.");
    }

    @ParameterizedTest
    @CsvSource({
        "Import, java.util.List",
        "Functions, void f() {}",
        "Queries, query q() end",
        "Variables, java.util.List x",
        "Declare, declare A end",
        "Unit, a.B",
        "Dialect, mvel",
        "SEQUENTIAL, true",
        "EscapeQuotes, false",
        "NO-LOOP, true",
        "AGENDA-GROUP, a",
        "什么, x",
    })
    void refusesKeywordsOutsideTables(String keyword, String value) {
        String sheet = HEAD.replace("# 一行说明", keyword + "," + value);
        assertThat(findings("a.drl.csv", sheet + ROWS))
                .hasSize(1)
                .first(InstanceOfAssertFactories.STRING)
                .startsWith("2:1 " + keyword);
        assertThat(findings("a.drl.xlsx", workbook(sheet + ROWS, any -> {})))
                .hasSize(1)
                .first(InstanceOfAssertFactories.STRING)
                .startsWith("2:1 " + keyword);
    }

    @ParameterizedTest
    @CsvSource({
        "C",
        "A",
        "U",
        "ACTIVATION-GROUP",
        "AGENDA-GROUP",
        "AUTO-FOCUS",
        "CALENDARS",
        "DURATION",
        "LOCK-ON-ACTIVE",
        "NO-LOOP",
        "RULEFLOW-GROUP",
        "TIMER",
        "UNLOOP",
        "Eval"
    })
    void refusesOtherKindsOfColumns(String kind) {
        String sheet = HEAD.replace("CONDITION,ACTION,ACTION", "CONDITION,ACTION,ACTION," + kind);
        assertThat(findings("a.drl.csv", sheet + ROWS))
                .hasSize(1)
                .first(InstanceOfAssertFactories.STRING)
                .startsWith("5:4 A column cannot be of the kind " + kind);
    }

    @Test
    void refusesATableWithinATable() {
        assertThat(findings("a.drl.csv", HEAD + ROWS + "Rule Table x,,\nImport,ACTION,ACTION\n"))
                .anyMatch(text -> text.startsWith("12:1 Rule Table x is not allowed"));
    }

    @Test
    void refusesCodeInCells() {
        String head = HEAD.replace("Purchase(", "eval( System.exit(1) == null ) Purchase(");
        assertThat(findings("a.drl.csv", head + "甜,口味,甜\n")).isNotEmpty();
        assertThat(findings("a.drl.csv", HEAD.replace("口味", "") + "甜,\"口味\"\"); f(\"\"\",甜\n"))
                .isNotEmpty()
                .allMatch(text -> text.startsWith("9:"));
    }

    @Test
    void refusesFormulas() {
        assertThat(findings("a.drl.csv", HEAD + "甜,口味,=A1\n"))
                .containsExactly("9:3 This cell holds a formula. Keep its value only.");
        String sheet =
                workbook(
                        HEAD + ROWS,
                        w -> w.getSheetAt(0).getRow(8).getCell(2).setCellFormula("1+1"));
        assertThat(findings("a.drl.xlsx", sheet))
                .containsExactly("9:3 This cell holds a formula. Keep its value only.");
    }

    @Test
    void refusesLargeSheets() {
        String rows =
                IntStream.range(0, 2_000).mapToObj(i -> "甜,口味,甜").collect(Collectors.joining("\n"));
        assertThat(findings("a.drl.csv", HEAD + rows))
                .anyMatch(text -> text.contains("at most 2000 rows"));
        assertThat(findings("a.drl.xlsx", workbook(HEAD + rows, any -> {})))
                .anyMatch(text -> text.contains("at most 2000 rows"));
        assertThat(findings("a.drl.csv", HEAD + "甜,口味,甜" + ",".repeat(100) + "\n"))
                .anyMatch(text -> text.contains("at most 100 columns"));
        assertThat(findings("a.drl.csv", "甜".repeat(700_000)))
                .as("the limit of the whole release is met first")
                .containsExactly(
                        "1:1 Up to this file the rulebook is larger than 2 MiB. Remove what is not"
                                + " needed.");
    }

    @Test
    void refusesZipBombs() {
        Map<String, byte[]> large = Map.of("xl/a.xml", new byte[17 << 20]);
        assertThat(findings("a.drl.xlsx", zip(large)))
                .anyMatch(text -> text.contains("larger than 16 MiB when unpacked"));
        Map<String, byte[]> many =
                IntStream.range(0, 101)
                        .boxed()
                        .collect(Collectors.toMap(i -> "xl/a" + i, i -> new byte[0]));
        assertThat(findings("a.drl.xlsx", zip(many)))
                .anyMatch(text -> text.contains("more than 100 parts"));
    }

    @ParameterizedTest
    @CsvSource({
        "xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin",
        "xl/activeX/activeX1.xml", "xl/connections.xml", "XL/VBAPROJECT.BIN"
    })
    void refusesWhatIsNotCells(String part) {
        String sheet = changed(workbook(HEAD + ROWS, any -> {}), part, text -> text.append("x"));
        assertThat(findings("a.drl.xlsx", sheet))
                .anyMatch(text -> text.contains("holds macros, controls, embedded files"));
    }

    @Test
    void readsNoOutsideEntities() throws IOException {
        Path secret = Files.createTempFile("secret", ".txt");
        try {
            Files.writeString(secret, "口味");
            String sheet =
                    changed(
                            workbook(HEAD + ROWS, any -> {}),
                            "xl/sharedStrings.xml",
                            text -> {
                                int at = text.indexOf("<sst");
                                text.insert(
                                        at,
                                        "<!DOCTYPE sst [<!ENTITY x SYSTEM \""
                                                + secret.toUri()
                                                + "\">]>");
                                String out = text.toString().replace("口味", "&x;");
                                text.setLength(0);
                                text.append(out);
                            });
            assertThat(findings("a.drl.xlsx", sheet))
                    .containsExactly(
                            "1:1 This xlsx file cannot be opened. Save it anew from a spreadsheet"
                                    + " program, without a password.");
        } finally {
            Files.delete(secret);
        }
    }

    @Test
    void refusesWhatIsNoWorkbook() {
        assertThat(findings("a.drl.xlsx", Base64.getEncoder().encodeToString(new byte[9])))
                .anyMatch(text -> text.contains("This is no xlsx file"));
        assertThat(findings("a.drl.xlsx", "!")).anyMatch(text -> text.contains("is damaged"));
        assertThat(findings("a.drl.xlsx", zip(Map.of("a", new byte[1]))))
                .anyMatch(text -> text.contains("cannot be opened"));
        assertThat(findings("a.drl.xlsx", workbook(HEAD + ROWS, w -> w.createSheet("b"))))
                .anyMatch(text -> text.contains("it takes exactly one"));
        assertThat(findings("a.drl.csv", "\n")).anyMatch(text -> text.contains("begins with"));
        assertThat(findings("a.drl.csv", "a\"b,\"\n")).anyMatch(text -> text.contains("quotes"));
    }
}
