package io.memberflow.facts;

import io.memberflow.member.Fact;
import io.memberflow.member.OrderItem;
import io.memberflow.rulebook.LookupTables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The numbers that come from what was bought: sizes, and what samples led to. */
final class BasketNumbers {
    private static final String SIZE = "尺码";
    private static final int FOLLOW_DAYS = 60;
    private static final int MIN_SAMPLES = 2;

    private final Set<String> samples;
    private final int sizesBought;
    private final int sampleConversion;

    BasketNumbers(Slots slots, LookupTables tables) {
        this.samples = tables.list(LookupTables.SAMPLES);
        this.sizesBought = slots.of("sizesBought");
        this.sampleConversion = slots.of("sampleConversion");
    }

    void addTo(long[] numbers, OrdersOn on) {
        if (sizesBought >= 0) {
            numbers[sizesBought] = sizes(on);
        }
        if (sampleConversion >= 0) {
            numbers[sampleConversion] = conversion(on);
        }
    }

    private static int sizes(OrdersOn on) {
        Set<String> sizes = new HashSet<>();
        for (int row : on.countingRows()) {
            for (OrderItem item : on.purchases(row)) {
                String[] attributes = item.attributes();
                for (int i = 0; i < attributes.length; i += 2) {
                    if (attributes[i].equals(SIZE)) {
                        sizes.add(attributes[i + 1]);
                    }
                }
            }
        }
        return sizes.size();
    }

    /** A line with a sample that waits for what it leads to. */
    private record Sample(int row, String category) {}

    /** A sample is followed by an item of its category in a later order, at most 60 days later. */
    private long conversion(OrdersOn on) {
        List<Sample> waiting = new ArrayList<>();
        int given = 0;
        int followed = 0;
        for (int row : on.countingRows()) {
            Set<String> bought = new HashSet<>();
            List<Sample> added = new ArrayList<>();
            for (OrderItem item : on.purchases(row)) {
                if (item.sku() != null && samples.contains(item.sku())) {
                    given++;
                    added.add(new Sample(row, item.category()));
                } else if (item.category() != null) {
                    bought.add(item.category());
                }
            }
            int before = waiting.size();
            int day = on.on(row);
            waiting.removeIf(
                    sample ->
                            bought.contains(sample.category())
                                    && day - on.on(sample.row()) <= FOLLOW_DAYS);
            followed += before - waiting.size();
            waiting.addAll(added);
        }
        return given < MIN_SAMPLES ? Fact.ABSENT : Figures.ratio(followed, given);
    }
}
