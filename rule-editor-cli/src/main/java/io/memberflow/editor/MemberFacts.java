package io.memberflow.editor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Reads {@code member_facts}, in slices that stay small whatever the table holds. */
final class MemberFacts {
    private static final int FETCHED = 1_000;
    private static final int SLICE = 500;

    private final Database database;

    MemberFacts(Database database) {
        this.database = database;
    }

    /** A row: the member and its facts as JSON. */
    record Stored(String memberId, String json) {}

    /**
     * What the job says of a member and a model.
     *
     * @param nextValue null when nothing is in sight, and when it is none
     * @param nextOn null when nothing is in sight
     */
    record Standing(
            String model, String value, LocalDate since, String nextValue, LocalDate nextOn) {}

    /** Takes slices as they come. */
    @FunctionalInterface
    interface Taker {
        void take(List<Stored> slice) throws InterruptedException;
    }

    long count() throws SQLException {
        try (Connection connection = database.open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from member_facts")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The day the job has come to: it says so, or wrote a row on it; null without rows. */
    LocalDate lastDay() throws SQLException {
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            LocalDate last = null;
            for (String table : List.of("job_progress", "member_facts")) {
                try (ResultSet row = statement.executeQuery("select max(as_of) from " + table)) {
                    row.next();
                    LocalDate day = row.getObject(1, LocalDate.class);
                    last = last == null || day != null && day.isAfter(last) ? day : last;
                }
            }
            return last;
        }
    }

    void all(Taker taker) throws SQLException, InterruptedException {
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false); // else PostgreSQL hands over the whole table at once
            try (PreparedStatement select =
                    connection.prepareStatement("select member_id, facts from member_facts")) {
                read(select, taker);
            }
            connection.rollback();
        }
    }

    /**
     * The same members at every call, as long as there are the same members: those whose ids have
     * the least hashes.
     *
     * @param size how many
     */
    void sample(int size, Taker taker) throws SQLException, InterruptedException {
        of(chosen(size), taker);
    }

    /** These members, as far as they are there. */
    List<Stored> of(List<String> ids) throws SQLException {
        List<Stored> found = new ArrayList<>();
        try {
            of(ids, found::addAll);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nothing here waits", e);
        }
        return found;
    }

    List<Standing> standings(String memberId) throws SQLException {
        List<Standing> all = new ArrayList<>();
        try (Connection connection = database.open();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select * from member_segment where member_id = ?")) {
            select.setString(1, memberId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    all.add(
                            new Standing(
                                    rows.getString("model"),
                                    rows.getString("value"),
                                    rows.getObject("since", LocalDate.class),
                                    rows.getString("next_value"),
                                    rows.getObject("next_on", LocalDate.class)));
                }
            }
        }
        return all;
    }

    private void of(List<String> all, Taker taker) throws SQLException, InterruptedException {
        try (Connection connection = database.open()) {
            for (int from = 0; from < all.size(); from += SLICE) {
                List<String> ids = all.subList(from, Math.min(all.size(), from + SLICE));
                String places = "?,".repeat(ids.size());
                try (PreparedStatement select =
                        connection.prepareStatement(
                                "select member_id, facts from member_facts where member_id in ("
                                        + places.substring(0, places.length() - 1)
                                        + ")")) {
                    for (int i = 0; i < ids.size(); i++) {
                        select.setString(i + 1, ids.get(i));
                    }
                    read(select, taker);
                }
            }
        }
    }

    private List<String> chosen(int size) throws SQLException {
        Comparator<String> byHash =
                Comparator.comparingInt(MemberFacts::hash).thenComparing(id -> id);
        PriorityQueue<String> least = new PriorityQueue<>(byHash.reversed());
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            try (Statement select = connection.createStatement()) {
                select.setFetchSize(FETCHED);
                try (ResultSet rows = select.executeQuery("select member_id from member_facts")) {
                    while (rows.next()) {
                        least.add(rows.getString(1));
                        if (least.size() > size) {
                            least.remove();
                        }
                    }
                }
            }
            connection.rollback();
        }
        return least.stream().sorted().toList();
    }

    /** Spreads ids that differ in their last digits alone (the mixing step of MurmurHash3). */
    private static int hash(String id) {
        int h = id.hashCode();
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }

    private static void read(PreparedStatement select, Taker taker)
            throws SQLException, InterruptedException {
        select.setFetchSize(FETCHED);
        List<Stored> slice = new ArrayList<>(SLICE);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                slice.add(new Stored(rows.getString(1), rows.getString(2)));
                if (slice.size() == SLICE) {
                    taker.take(slice);
                    slice = new ArrayList<>(SLICE);
                }
            }
        }
        if (!slice.isEmpty()) {
            taker.take(slice);
        }
    }
}
