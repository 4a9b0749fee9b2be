package io.memberflow.facts;

import java.time.LocalDate;
import java.time.Period;

/** The numbers that come from who the member is. */
final class ProfileNumbers {
    private final int birthday;
    private final int ageYears;
    private final int birthMonth;
    private final int registeredOn;

    ProfileNumbers(Slots slots) {
        this.birthday = slots.of("birthday");
        this.ageYears = slots.of("ageYears");
        this.birthMonth = slots.of("birthMonth");
        this.registeredOn = slots.of("registeredOn");
    }

    void addTo(long[] numbers, ProfileOn profile, int day) {
        String born = profile.field("birthday");
        if (born != null) {
            LocalDate date = LocalDate.parse(born);
            put(numbers, birthday, date.toEpochDay());
            put(numbers, birthMonth, date.getMonthValue());
            if (date.toEpochDay() <= day) {
                put(numbers, ageYears, Period.between(date, LocalDate.ofEpochDay(day)).getYears());
            }
        }
        String registered = profile.field("registered_at");
        if (registered != null) {
            put(numbers, registeredOn, LocalDate.parse(registered).toEpochDay());
        }
    }

    private static void put(long[] numbers, int slot, long value) {
        if (slot >= 0) {
            numbers[slot] = value;
        }
    }
}
