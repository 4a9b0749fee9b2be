package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Inspection;
import io.memberflow.facts.StoredFacts;
import io.memberflow.member.DayFacts;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Members as the job keeps them in {@code member_facts}. */
final class TableMembers implements MemberSource {
    private final Database database;
    private final MemberFacts facts;
    private final LocalDate asOf;

    /**
     * @param day null for the day the job has come to
     * @throws Stop when the tables hold nobody
     */
    TableMembers(Database database, LocalDate day) {
        this.database = database;
        this.facts = new MemberFacts(database);
        this.asOf = day == null ? read(facts::lastDay) : day;
        if (asOf == null) {
            throw Stop.wrongUse(Message.NO_MEMBER_FACTS);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws SQLException;
    }

    private <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw database.failed(e);
        }
    }

    @Override
    public LocalDate asOf() {
        return asOf;
    }

    @Override
    public Optional<MemberView> find(String memberId, CompiledRules rules, Language language) {
        List<MemberFacts.Stored> rows = read(() -> facts.of(List.of(memberId)));
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Inspection inspection = rules.inspect(facts(rows.get(0), reader(rules)));
        List<MemberFacts.Standing> standings = read(() -> facts.standings(memberId));
        return Optional.of(MemberView.of(rules, inspection, standings, asOf, language));
    }

    @Override
    public void forEach(CompiledRules rules, BiConsumer<String, Inspection> visitor) {
        StoredFacts reader = reader(rules);
        read(
                () -> {
                    try {
                        facts.all(
                                slice ->
                                        slice.forEach(
                                                one ->
                                                        visitor.accept(
                                                                one.memberId(),
                                                                rules.inspect(
                                                                        facts(one, reader)))));
                    } catch (InterruptedException e) {
                        throw Stop.interrupted();
                    }
                    return null;
                });
    }

    private static StoredFacts reader(CompiledRules rules) {
        return new StoredFacts(rules.schema(), rules.tables());
    }

    private DayFacts facts(MemberFacts.Stored row, StoredFacts reader) {
        try {
            return reader.read(row.json(), (int) asOf.toEpochDay());
        } catch (IOException | ArithmeticException e) {
            throw Stop.wrongUse(Message.BAD_MEMBER_FACTS, row.memberId());
        }
    }
}
