package io.memberflow.testdata;

import io.memberflow.testdata.ShopEvent.Tag;
import io.memberflow.testdata.ShopEvent.Told;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Who a member is and what tags it was given, as of a day (facts.md §1, members). */
final class OracleProfile {
    private final List<Told> told;
    private final OracleShop shop;

    /**
     * @param told events that are not void, in any order
     */
    OracleProfile(List<Told> told, OracleShop shop) {
        this.told = told;
        this.shop = shop;
    }

    // ---- fields ----

    String field(String name, int day) {
        return newest(Told::fields, name, day);
    }

    SortedMap<String, String> attributes(int day) {
        Set<String> names = new TreeSet<>();
        told.forEach(event -> names.addAll(event.attributes().keySet()));
        SortedMap<String, String> attributes = new TreeMap<>();
        for (String name : names) {
            String value = newest(Told::attributes, name, day);
            if (value != null) {
                attributes.put(name, value);
            }
        }
        return attributes;
    }

    private String newest(Function<Told, Map<String, String>> part, String name, int day) {
        Instant at = null;
        String value = null;
        for (Told event : told) {
            if (shop.dayOf(event.madeAt()) > day || !part.apply(event).containsKey(name)) {
                continue;
            }
            String said = part.apply(event).get(name);
            int later = at == null ? 1 : event.madeAt().compareTo(at);
            if (later > 0 || later == 0 && isGreater(said, value)) {
                at = event.madeAt();
                value = said;
            }
        }
        return value;
    }

    private static boolean isGreater(String a, String b) {
        return a != null && (b == null || compareCodePoints(a, b) > 0);
    }

    /** As UTF-32 would be ordered, which String.compareTo is not beyond the basic plane. */
    static int compareCodePoints(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            if (left[i] != right[i]) {
                return Integer.compare(left[i], right[i]);
            }
        }
        return Integer.compare(left.length, right.length);
    }

    void numbers(SortedMap<String, Long> numbers, int day) {
        LocalDate today = LocalDate.ofEpochDay(day);
        String birthday = field("birthday", day);
        if (birthday != null) {
            LocalDate born = LocalDate.parse(birthday);
            numbers.put("birthday", born.toEpochDay());
            numbers.put("birthMonth", (long) born.getMonthValue());
            if (!born.isAfter(today)) {
                numbers.put("ageYears", (long) Period.between(born, today).getYears());
            }
        }
        String registered = field("registered_at", day);
        if (registered != null) {
            numbers.put("registeredOn", (long) shop.dayOf(Instant.parse(registered)));
        }
    }

    static String mailDomain(String email) {
        if (email == null || email.lastIndexOf('@') < 0) {
            return null;
        }
        String domain = email.substring(email.lastIndexOf('@') + 1);
        return domain.isEmpty() ? null : domain.toLowerCase(Locale.ROOT);
    }

    // ---- tags ----

    private Instant at(Told event, Tag tag) {
        return tag.at() == null ? event.madeAt() : tag.at();
    }

    /** A tag that is valid on a day; {@code until} null without an end. */
    record Given(String key, String value, String source, Instant at, LocalDate until) {}

    private record Name(String key, String value, String source) {}

    private record Said(Instant at, Tag tag) {}

    List<Given> given(int day) {
        Set<Name> names = new LinkedHashSet<>();
        for (Told event : told) {
            event.tags().forEach(tag -> names.add(new Name(tag.key(), tag.value(), tag.source())));
        }
        List<Given> valid = new ArrayList<>();
        for (Name name : names) {
            Said said = newest(name, day);
            if (said == null || said.tag().withdrawn()) {
                continue;
            }
            LocalDate until = said.tag().until();
            if (until == null || day <= until.toEpochDay()) {
                valid.add(new Given(name.key(), name.value(), name.source(), said.at(), until));
            }
        }
        List<Given> standing = new ArrayList<>();
        for (Given one : valid) {
            if (!shop.singleTags().contains(one.key()) || !isOutdone(one, valid)) {
                standing.add(one);
            }
        }
        return standing;
    }

    private Said newest(Name name, int day) {
        Said newest = null;
        for (Told event : told) {
            for (Tag tag : event.tags()) {
                Instant at = at(event, tag);
                boolean isIt = name.equals(new Name(tag.key(), tag.value(), tag.source()));
                if (isIt && shop.dayOf(at) <= day) {
                    Said said = new Said(at, tag);
                    newest = newest == null || beats(said, newest) ? said : newest;
                }
            }
        }
        return newest;
    }

    private static boolean beats(Said a, Said b) {
        if (!a.at().equals(b.at())) {
            return a.at().isAfter(b.at());
        }
        if (a.tag().withdrawn() != b.tag().withdrawn()) {
            return a.tag().withdrawn();
        }
        LocalDate left = a.tag().until();
        LocalDate right = b.tag().until();
        return right != null && (left == null || left.isAfter(right));
    }

    /** Whether the source has given another value of the key later; at once, the greater value. */
    private static boolean isOutdone(Given one, List<Given> all) {
        for (Given other : all) {
            if (other.key().equals(one.key()) && other.source().equals(one.source())) {
                int later = other.at().compareTo(one.at());
                if (later > 0 || later == 0 && compareCodePoints(other.value(), one.value()) > 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
