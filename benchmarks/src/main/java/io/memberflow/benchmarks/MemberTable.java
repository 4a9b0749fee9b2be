package io.memberflow.benchmarks;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.FactsJson;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.facts.DayFactsOf;
import io.memberflow.facts.Receivers;
import io.memberflow.facts.Wanted;
import io.memberflow.member.DayFacts;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rulebook.RulebookFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Fills {@code member_facts} of a PostgreSQL database that is migrated and empty with members of a
 * generated shop: {@code MemberTable JDBC_URL MEMBERS DISTINCT}. Beyond the distinct ones, members
 * are the same again under other ids.
 */
final class MemberTable {
    private MemberTable() {}

    public static void main(String... words) throws SQLException, IOException {
        int members = Integer.parseInt(words[1]);
        List<String> distinct = facts(Math.min(members, Integer.parseInt(words[2])));
        try (Connection connection = DriverManager.getConnection(words[0])) {
            CopyIn copy =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("copy member_facts from stdin");
            for (int i = 0; i < members; i++) {
                String row = "m%07d\t%s\n".formatted(i, distinct.get(i % distinct.size()));
                byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
            }
            System.out.println("rows " + copy.endCopy() + " distinct " + distinct.size());
        }
    }

    /** What follows the id in a row, in the form that COPY reads. */
    private static List<String> facts(int members) {
        CompiledRules rules =
                RuleCompiler.understand(RulebookFiles.shipped(), ShippedRules.SCHEMA).orThrow();
        DayFactsOf factsOf =
                new DayFactsOf(
                        ShippedRules.SCHEMA,
                        Wanted.all(ShippedRules.SCHEMA),
                        rules.tables(),
                        90,
                        key -> false);
        int day = (int) Shop.TO.toEpochDay();
        List<String> all = new ArrayList<>();
        for (MemberHistory history : Shop.histories(members)) {
            DayFacts facts = factsOf.compute(history, rules.catalogue().scores(), day);
            String json =
                    FactsJson.write(ShippedRules.SCHEMA, facts, Receivers.addresses(history, day));
            all.add(json.replace("\\", "\\\\") + "\t" + LocalDate.ofEpochDay(day) + "\t1");
        }
        return all;
    }
}
