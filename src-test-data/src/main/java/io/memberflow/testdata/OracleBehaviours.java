package io.memberflow.testdata;

import io.memberflow.testdata.ShopEvent.Did;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What a member did besides ordering, as of a day. */
final class OracleBehaviours {
    /** In the order of facts.md §1. */
    static final List<String> TYPES =
            List.of(
                    "VISIT",
                    "VIEW",
                    "CLICK",
                    "CART",
                    "REVIEW",
                    "COMPLAINT",
                    "RETURN",
                    "RECEIVE_MANUAL",
                    "RECEIVE_AUTO",
                    "CONTACT",
                    "RESPONSE");

    private static final Comparator<Did> BY_TIME =
            Comparator.comparing(Did::madeAt).thenComparing(Did::eventId);

    private final List<Did> year = new ArrayList<>();
    private final OracleShop shop;
    private final int day;

    /**
     * @param events that are not void, in any order, with repeats
     */
    OracleBehaviours(List<Did> events, OracleShop shop, int day) {
        this.shop = shop;
        this.day = day;
        for (Did event : standing(events)) {
            if (0 <= age(event) && age(event) < 365) {
                year.add(event);
            }
        }
        year.sort(BY_TIME);
    }

    /** One event of each id; of different ones with one id, the least. */
    private static List<Did> standing(List<Did> events) {
        Comparator<String> text = Comparator.nullsFirst(OracleProfile::compareCodePoints);
        Comparator<Did> least =
                Comparator.comparing(Did::madeAt)
                        .thenComparing((Did did) -> TYPES.indexOf(did.type()))
                        .thenComparing(Did::sku, text)
                        .thenComparing(Did::category, text)
                        .thenComparing(Did::campaign, text)
                        .thenComparing(Did::channel, text)
                        .thenComparing(Did::orderId, text)
                        .thenComparing(Did::value, text);
        Map<String, Did> byId = new HashMap<>();
        for (Did event : events) {
            byId.merge(event.eventId(), event, (a, b) -> least.compare(a, b) <= 0 ? a : b);
        }
        return List.copyOf(byId.values());
    }

    private int age(Did event) {
        return day - shop.dayOf(event.madeAt());
    }

    List<OracleRow> rows() {
        List<OracleRow> rows = new ArrayList<>();
        for (String type : TYPES) {
            List<Did> ofType = year.stream().filter(did -> did.type().equals(type)).toList();
            addRow(rows, type, null, ofType);
            for (Function<Did, String> key :
                    Arrays.<Function<Did, String>>asList(
                            Did::category, Did::campaign, Did::channel)) {
                SortedSet<String> values = new TreeSet<>();
                ofType.stream().map(key).filter(Objects::nonNull).forEach(values::add);
                for (String value : values) {
                    addRow(
                            rows,
                            type,
                            value,
                            ofType.stream().filter(d -> value.equals(key.apply(d))).toList());
                }
            }
        }
        return rows;
    }

    private void addRow(List<OracleRow> rows, String type, String key, List<Did> events) {
        if (events.isEmpty()) {
            return;
        }
        OracleRow.Builder row = new OracleRow.Builder("Behaviour").put("type", type);
        row.put("key", key);
        boolean ofCategory = year.stream().anyMatch(did -> Objects.equals(did.category(), key));
        row.put("category", ofCategory ? key : null);
        for (int days : List.of(7, 30, 90, 365)) {
            row.put("count" + days + "d", events.stream().filter(d -> age(d) < days).count());
        }
        row.put("daysSince", (long) events.stream().mapToInt(this::age).min().getAsInt());
        rows.add(row.build());
    }

    long complaints() {
        return year.stream()
                .filter(did -> did.type().equals("RETURN") || did.type().equals("COMPLAINT"))
                .count();
    }

    String reviewHabit() {
        List<Did> receipts = year.stream().filter(did -> did.type().startsWith("RECEIVE")).toList();
        int first = Math.max(0, receipts.size() - 5);
        int looked = receipts.size() - first;
        if (looked < 2) {
            return null;
        }
        Map<String, Integer> counts = new HashMap<>();
        for (int i = first; i < receipts.size(); i++) {
            Did next = i + 1 < receipts.size() ? receipts.get(i + 1) : null;
            String habit =
                    receipts.get(i).type().equals("RECEIVE_AUTO")
                            ? "AUTO"
                            : reviewed(receipts.get(i), next) ? "MANUAL_REVIEWED" : "MANUAL";
            counts.merge(habit, 1, Integer::sum);
        }
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            if (2 * count.getValue() > looked) {
                return count.getKey();
            }
        }
        return null;
    }

    private boolean reviewed(Did receipt, Did next) {
        for (Did did : year) {
            if (did.type().equals("REVIEW")
                    && did.madeAt().isAfter(receipt.madeAt())
                    && (next == null || did.madeAt().isBefore(next.madeAt()))) {
                return true;
            }
        }
        return false;
    }

    String bestContactChannel() {
        SortedMap<String, long[]> channels = new TreeMap<>(OracleProfile::compareCodePoints);
        for (Did did : year) {
            if (did.channel() != null) {
                long[] counts = channels.computeIfAbsent(did.channel(), c -> new long[2]);
                counts[0] += did.type().equals("RESPONSE") ? 1 : 0;
                counts[1] += did.type().equals("CONTACT") ? 1 : 0;
            }
        }
        String best = null;
        for (Map.Entry<String, long[]> entry : channels.entrySet()) {
            long[] counts = entry.getValue();
            if (counts[1] < 3 || counts[0] < 1) {
                continue;
            }
            if (best == null || isBetter(counts, channels.get(best))) {
                best = entry.getKey();
            }
        }
        return best;
    }

    private static boolean isBetter(long[] a, long[] b) {
        long left = a[0] * b[1];
        long right = b[0] * a[1];
        return left != right ? left > right : a[1] > b[1];
    }
}
