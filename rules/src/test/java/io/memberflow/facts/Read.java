package io.memberflow.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Row;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.rfm.Bands;
import io.memberflow.rfm.FixedScores;
import io.memberflow.rulebook.LookupTables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads facts for tests: one number or text asked for alone, or rows as text. */
final class Read {
    static final FactSchema SCHEMA = new FactSchema(List.of());
    static final int D = (int) LocalDate.of(2025, 3, 1).toEpochDay();
    static final FixedScores SCORES =
            new FixedScores(
                    new Bands(List.of(30L, 90L), List.of(5, 4, 1)),
                    new Bands(List.of(2L), List.of(1, 5)),
                    new Bands(List.of(200_00L), List.of(1, 5)),
                    90,
                    2,
                    200_00);

    private final LookupTables tables;
    private final Set<String> singles;

    Read(LookupTables tables, String... singles) {
        this.tables = tables;
        this.singles = Set.of(singles);
    }

    Read() {
        this(LookupTables.NONE);
    }

    DayFacts all(TestMember member, int day) {
        return facts(Wanted.all(SCHEMA), member, day);
    }

    private DayFacts facts(Wanted wanted, TestMember member, int day) {
        return new DayFactsOf(SCHEMA, wanted, tables, 90, singles::contains)
                .compute(member.history(), SCORES, day);
    }

    /** The number, the same whether it alone is wanted or everything. */
    long number(String name, TestMember member, int day) {
        Fact fact = SCHEMA.get(name);
        DayFacts alone = facts(new Wanted(Set.of(fact), Set.of(), Set.of()), member, day);
        assertThat(alone.rows()).hasSize(1);
        assertThat(alone.numbers()[fact.index()])
                .isEqualTo(all(member, day).numbers()[fact.index()]);
        return alone.numbers()[fact.index()];
    }

    long number(String name, TestMember member) {
        return number(name, member, D);
    }

    /** The member's text, the same whether it alone is wanted or everything. */
    String text(String name, TestMember member, int day) {
        RowField field = RowSchema.of(RowType.MEMBER).get(name);
        DayFacts alone = facts(new Wanted(Set.of(), Set.of(field), Set.of()), member, day);
        String text = alone.rows().get(0).text(field.index());
        assertThat(text).isEqualTo(all(member, day).rows().get(0).text(field.index()));
        return text;
    }

    String text(String name, TestMember member) {
        return text(name, member, D);
    }

    /** The rows of a type, each as the values of these fields or attributes. */
    List<String> rows(RowType type, TestMember member, int day, String... fields) {
        DayFacts alone = facts(new Wanted(Set.of(), Set.of(), EnumSet.of(type)), member, day);
        List<String> texts = texts(alone, type, fields);
        assertThat(texts(all(member, day), type, fields)).isEqualTo(texts);
        return texts;
    }

    private static List<String> texts(DayFacts facts, RowType type, String... fields) {
        List<String> texts = new ArrayList<>();
        for (Row row : facts.rows()) {
            if (row.type() == type) {
                List<String> values = new ArrayList<>();
                for (String field : fields) {
                    values.add(value(row, field));
                }
                texts.add(String.join(" ", values));
            }
        }
        return texts;
    }

    private static String value(Row row, String name) {
        RowField field = RowSchema.of(row.type()).find(name).orElse(null);
        if (field == null) {
            return String.valueOf(row.attribute(name));
        }
        if (field.isText()) {
            return String.valueOf(row.text(field.index()));
        }
        long number = row.number(field.index());
        return number == Fact.ABSENT ? "-" : Long.toString(number);
    }
}
