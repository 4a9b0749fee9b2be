package io.memberflow.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which of many tests of one text hold, all at once. What holds of a text that rules do not name is
 * worked out when it is first met: the same names of goods come again and again. A bit without a
 * test is set.
 */
final class TextMasks {
    /** Texts remembered at most; further ones are worked out every time. */
    private static final int MAX_REMEMBERED = 10_000;

    private final int bits;
    private final List<Test> tests;
    private final Map<String, long[]> named = new HashMap<>();
    private final long[] absent;

    /** Of texts no rule names; null where all of them are alike. */
    private final ConcurrentHashMap<String, long[]> remembered;

    /** Of all texts no rule names, null where they differ. */
    private final long[] others;

    private record Test(int bit, Predicate<String> passes) {}

    private TextMasks(
            int bits, List<Test> tests, Set<String> texts, boolean alike, boolean remembers) {
        this.bits = bits;
        this.tests = tests;
        for (String text : texts) {
            named.put(text, mask(text));
        }
        this.absent = mask(null);
        this.others = alike ? mask(otherThan(texts)) : null;
        this.remembered = alike || !remembers ? null : new ConcurrentHashMap<>();
    }

    private static String otherThan(Set<String> texts) {
        StringBuilder other = new StringBuilder("?");
        while (texts.contains(other.toString())) {
            other.append('?');
        }
        return other.toString();
    }

    /** Takes tests of a text, each for a bit; several for one bit must all pass. */
    static final class Builder {
        private final List<Test> tests = new ArrayList<>();
        private final Set<String> texts = new HashSet<>();
        private boolean alike = true;

        /**
         * @param passes asked of texts and of null
         * @param leaves the single tests in it
         */
        void add(int bit, Predicate<String> passes, Iterable<RowTest> leaves) {
            tests.add(new Test(bit, passes));
            for (RowTest leaf : leaves) {
                if (leaf instanceof RowTest.Text text) {
                    boolean names =
                            text.operator() == TextOperator.IN
                                    || text.operator() == TextOperator.NOT_IN;
                    alike &= names;
                    if (names) {
                        texts.addAll(text.texts());
                    }
                }
            }
        }

        /**
         * @param remembers whether texts come again: those of goods do, those of people do not
         */
        TextMasks build(int bits, boolean remembers) {
            return new TextMasks(bits, tests, texts, alike, remembers);
        }
    }

    /** The mask for a text, null for none, not to be changed. */
    long[] of(String text) {
        if (text == null) {
            return absent;
        }
        long[] known = named.get(text);
        if (known != null) {
            return known;
        }
        if (others != null) {
            return others;
        }
        return remembered == null ? mask(text) : remembered(text);
    }

    private long[] remembered(String text) {
        long[] known = remembered.get(text);
        if (known == null) {
            known = mask(text);
            if (remembered.size() < MAX_REMEMBERED) {
                remembered.put(text, known);
            }
        }
        return known;
    }

    private long[] mask(String text) {
        long[] mask = Bits.all(bits);
        for (Test test : tests) {
            if (!test.passes().test(text)) {
                Bits.clear(mask, test.bit());
            }
        }
        return mask;
    }
}
