package io.memberflow.facts;

import io.memberflow.member.Behaviour;
import io.memberflow.member.BehaviourType;
import io.memberflow.member.CodePoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a member did besides ordering in the 365 days that end with a day. */
final class BehavioursOn {
    /** How many days a behaviour counts. */
    static final int YEAR = 365;

    private static final BehaviourType[] TYPES = BehaviourType.values();
    private static final int RECEIPTS = 5;
    private static final int MIN_RECEIPTS = 2;
    private static final int MIN_CONTACTS = 3;

    private final int day;
    private final List<Behaviour> behaviours;

    /**
     * @param all by instant
     */
    BehavioursOn(Behaviour[] all, int day) {
        this.day = day;
        this.behaviours =
                Arrays.stream(all)
                        .filter(one -> one.day() <= day && day - one.day() < YEAR)
                        .toList();
    }

    int day() {
        return day;
    }

    /** By instant. */
    List<Behaviour> all() {
        return behaviours;
    }

    static BehaviourType typeOf(Behaviour behaviour) {
        return TYPES[behaviour.type()];
    }

    long count(BehaviourType... types) {
        List<BehaviourType> wanted = List.of(types);
        return behaviours.stream().filter(one -> wanted.contains(typeOf(one))).count();
    }

    /** How a receipt was dealt with. */
    private enum Habit {
        MANUAL_REVIEWED,
        MANUAL,
        AUTO
    }

    /** What more than half of the newest receipts show, null without such a majority. */
    String reviewHabit() {
        List<Habit> habits = new ArrayList<>();
        boolean open = true;
        List<Long> reviews = new ArrayList<>();
        long nextReceipt = Long.MAX_VALUE;
        for (int i = behaviours.size() - 1; i >= 0 && open; i--) {
            Behaviour one = behaviours.get(i);
            switch (typeOf(one)) {
                case REVIEW -> reviews.add(one.at());
                case RECEIVE_AUTO, RECEIVE_MANUAL -> {
                    long from = one.at();
                    long to = nextReceipt;
                    boolean reviewed = reviews.stream().anyMatch(at -> at > from && at < to);
                    habits.add(
                            typeOf(one) == BehaviourType.RECEIVE_AUTO
                                    ? Habit.AUTO
                                    : reviewed ? Habit.MANUAL_REVIEWED : Habit.MANUAL);
                    nextReceipt = from;
                    open = habits.size() < RECEIPTS;
                }
                default -> {
                    // Says nothing of reviews.
                }
            }
        }
        if (habits.size() >= MIN_RECEIPTS) {
            for (Habit habit : Habit.values()) {
                if (2 * habits.stream().filter(habit::equals).count() > habits.size()) {
                    return habit.name();
                }
            }
        }
        return null;
    }

    /** How often a channel was used on a member, and how often the member answered. */
    private record Channel(String name, long contacts, long responses) {

        Channel plus(Channel other) {
            return new Channel(name, contacts + other.contacts, responses + other.responses);
        }

        /** The best has most responses a contact, then most contacts, then the first name. */
        static int compare(Channel a, Channel b) {
            int byRate = Long.compare(a.responses * b.contacts, b.responses * a.contacts);
            if (byRate != 0) {
                return byRate;
            }
            int byContacts = Long.compare(a.contacts, b.contacts);
            return byContacts != 0 ? byContacts : CodePoints.ORDER.compare(b.name, a.name);
        }
    }

    /** The channel the member answers most often, null when none was tried enough. */
    String bestContactChannel() {
        Map<String, Channel> channels = new HashMap<>();
        for (Behaviour one : behaviours) {
            BehaviourType type = typeOf(one);
            boolean contact = type == BehaviourType.CONTACT;
            if (one.channel() != null && (contact || type == BehaviourType.RESPONSE)) {
                Channel seen = new Channel(one.channel(), contact ? 1 : 0, contact ? 0 : 1);
                channels.merge(one.channel(), seen, Channel::plus);
            }
        }
        return channels.values().stream()
                .filter(channel -> channel.contacts() >= MIN_CONTACTS && channel.responses() >= 1)
                .max(Channel::compare)
                .map(Channel::name)
                .orElse(null);
    }
}
