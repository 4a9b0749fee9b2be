package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Outcome;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.engine.RuleTag;
import io.memberflow.facts.StoredFacts;
import io.memberflow.job.cli.BoundedRun;
import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.cli.RunListener;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.StateDump;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rulebook that is changed changes whom it should and nobody else; changed back, nobody. */
class RuleChangesITCase {
    private static final Databases DATABASES = new Databases();
    private static final LocalDate AS_OF = LocalDate.of(2025, 6, 30);

    @TempDir Path folder;

    @AfterAll
    static void stop() throws Exception {
        DATABASES.close();
    }

    @Test
    void aThresholdMovesThoseBetweenOldAndNewAndNobodyElse() throws Exception {
        Path orders = orders();
        Path shipped = rulebook("shipped", "", "");
        Path lower =
                rulebook(
                        "lower",
                        "churnDays:          { type: days, value: 180",
                        "churnDays:          { type: days, value: 150");
        DatabaseConfig database = DATABASES.fresh(Databases.Kind.H2);
        run(database, orders, shipped);
        SortedMap<String, String> before = StateDump.of(database);
        SortedMap<String, String> values = values(database);
        SortedMap<String, Integer> recency = recency(database);

        run(database, orders, lower);

        SortedMap<String, String> expected = new TreeMap<>(values);
        recency.forEach(
                (member, days) -> {
                    if (days >= 150 && days < 180) {
                        expected.put(member + " lifecycle", "流失期");
                    }
                });
        assertThat(expected).isNotEqualTo(values);
        assertThat(values(database)).isEqualTo(expected);

        run(database, orders, shipped);

        assertThat(StateDump.of(database)).isEqualTo(before);
    }

    @Test
    void aTradeThatIsSwitchedOffLosesItsTagsUntilItIsSwitchedOnAgain() throws Exception {
        Path orders =
                Files.writeString(
                        folder.resolve("orders.jsonl"),
                        """
                        {"order_id":"T1","member_id":"m1","status":"PAID","paid_at":"2025-06-01","amount":"30","items":[{"name":"香辣牛肉干","category":"肉类","quantity":2,"attributes":{"口味":"辣"}}]}
                        {"order_id":"T2","member_id":"m1","status":"PAID","paid_at":"2025-06-02","amount":"30","items":[{"name":"运动鞋","category":"鞋","quantity":2,"attributes":{"尺码":"39"}}]}
                        """);
        Path shipped = rulebook("all", "", "");
        Path off = rulebook("off", "food:     { on: true", "food:     { on: false");
        DatabaseConfig database = DATABASES.fresh(Databases.Kind.H2);
        run(database, orders, shipped);
        SortedMap<String, String> before = StateDump.of(database);
        List<String> tags = tags(database);
        assertThat(tags).anyMatch(tag -> tag.startsWith("food."));

        run(database, orders, off);

        List<String> rest = new ArrayList<>(tags);
        // The scene of food reads the tags of food.
        rest.removeIf(tag -> tag.startsWith("food.") || tag.equals("场景=食品大促_口味"));
        assertThat(tags(database)).isEqualTo(rest).isNotEmpty();

        run(database, orders, shipped);

        assertThat(StateDump.of(database)).isEqualTo(before);
    }

    /** What rule-editor preview decides by: the stored facts, without the members' histories. */
    @Test
    void factsInTheTableAreDecidedAsTheJobThenDoes() throws Exception {
        Path orders = orders();
        Path shipped = rulebook("shipped", "", "");
        Path lower =
                rulebook(
                        "lower",
                        "churnDays:          { type: days, value: 180",
                        "churnDays:          { type: days, value: 150");
        DatabaseConfig database = DATABASES.fresh(Databases.Kind.H2);
        run(database, orders, shipped);
        SortedMap<String, String> values = values(database);
        List<String> tags = ruleTags(database);
        List<String> foreseenTags = new ArrayList<>();

        assertThat(foreseen(database, shipped, foreseenTags)).isEqualTo(values);
        assertThat(foreseenTags).isEqualTo(tags).isNotEmpty();
        foreseenTags.clear();
        SortedMap<String, String> foreseen = foreseen(database, lower, foreseenTags);
        run(database, orders, lower);

        assertThat(foreseen).isNotEqualTo(values).isEqualTo(values(database));
        assertThat(foreseenTags).isEqualTo(ruleTags(database));
    }

    private static SortedMap<String, String> foreseen(
            DatabaseConfig database, Path folder, List<String> tags) throws Exception {
        SortedMap<String, String> values = new TreeMap<>();
        FactSchema schema = new FactSchema(List.of());
        try (CompiledRules rules =
                RuleCompiler.understand(RulebookFiles.folder(folder), schema).orThrow()) {
            StoredFacts stored = new StoredFacts(schema, rules.tables());
            for (List<String> row : query(database, "select member_id, facts from member_facts")) {
                Outcome outcome = rules.decide(stored.read(row.get(1), (int) AS_OF.toEpochDay()));
                List<Model> models = rules.catalogue().models();
                for (int i = 0; i < models.size(); i++) {
                    if (outcome.value(i) >= 0) {
                        String value = models.get(i).values().get(outcome.value(i)).value();
                        values.put(row.get(0) + " " + models.get(i).id(), value);
                    }
                }
                for (RuleTag tag : outcome.tags()) {
                    String key = rules.catalogue().tags().get(tag.key()).key();
                    tags.add(row.get(0) + " " + key + "=" + tag.value());
                }
            }
        }
        tags.sort(null);
        return values;
    }

    private static List<String> ruleTags(DatabaseConfig database) throws SQLException {
        return query(
                        database,
                        "select member_id, tag_key, tag_value from member_tag"
                                + " where active and source = 'RULE'")
                .stream()
                .map(row -> row.get(0) + " " + row.get(1) + "=" + row.get(2))
                .sorted()
                .toList();
    }

    /** The shipped rulebook as a folder, with one text in place of another. */
    private Path rulebook(String name, String text, String instead) throws Exception {
        Release release = RulebookFiles.shipped();
        Path root = folder.resolve(name);
        for (int i = 0; i < release.paths().length; i++) {
            Path file = root.resolve(release.paths()[i]);
            Files.createDirectories(file.getParent());
            String content = release.texts()[i];
            if (release.paths()[i].equals(RulebookFiles.CATALOGUE) && !text.isEmpty()) {
                assertThat(content).contains(text);
                content = content.replace(text, instead);
            }
            Files.writeString(file, content);
        }
        return root;
    }

    private Path orders() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        List<String> lines = new ArrayList<>(List.of("order_id,member_id,paid_at,amount"));
        for (int i = 0; i < 900; i++) {
            lines.add(
                    "T%d,m%d,%s,%d.00"
                            .formatted(
                                    i,
                                    random.nextInt(400),
                                    LocalDate.of(2024, 1, 1).plusDays(random.nextInt(546)),
                                    random.nextInt(900)));
        }
        return Files.write(folder.resolve("orders.csv"), lines);
    }

    private static void run(DatabaseConfig database, Path orders, Path rules) throws Exception {
        new BoundedRun(new MemberJob())
                .execute(
                        JobArguments.parse(
                                "--orders",
                                orders.toString(),
                                "--rules",
                                rules.toString(),
                                "--as-of",
                                AS_OF.toString(),
                                "--jdbc-url",
                                database.url(),
                                "--parallelism",
                                "2",
                                "--migrate"),
                        RunListener.SILENT);
    }

    private static SortedMap<String, String> values(DatabaseConfig database) throws SQLException {
        SortedMap<String, String> values = new TreeMap<>();
        for (List<String> row :
                query(database, "select member_id, model, value from member_segment")) {
            values.put(row.get(0) + " " + row.get(1), row.get(2));
        }
        return values;
    }

    private static List<String> tags(DatabaseConfig database) throws SQLException {
        return query(
                        database,
                        "select tag_key, tag_value from member_tag where active order by 1, 2")
                .stream()
                .map(row -> String.join("=", row))
                .toList();
    }

    private static SortedMap<String, Integer> recency(DatabaseConfig database) throws SQLException {
        SortedMap<String, Integer> days = new TreeMap<>();
        for (List<String> row :
                query(database, "select member_id, last_order_on from member_profile")) {
            LocalDate last = LocalDate.parse(row.get(1));
            days.put(row.get(0), (int) (AS_OF.toEpochDay() - last.toEpochDay()));
        }
        return days;
    }

    private static List<List<String>> query(DatabaseConfig database, String sql)
            throws SQLException {
        List<List<String>> all = new ArrayList<>();
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                all.add(row);
            }
        }
        return all;
    }
}
