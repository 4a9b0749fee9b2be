package io.memberflow.facts;

import static io.memberflow.facts.Read.D;
import static io.memberflow.facts.Read.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.BehaviourType;
import io.memberflow.member.Fact;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeDaysTest {
    private static final RowField AGE = RowSchema.of(RowType.ORDER).get("age");

    private static Wanted numbers(String... names) {
        Set<Fact> facts = Set.copyOf(Arrays.stream(names).map(SCHEMA::get).toList());
        return new Wanted(facts, Set.of(), Set.of());
    }

    private static Wanted rows(RowType type) {
        return new Wanted(Set.of(), Set.of(), EnumSet.of(type));
    }

    /** The days after D, as days after D. */
    private static List<Integer> days(Wanted wanted, DaySteps steps, TestMember member) {
        DaysBetween days = DaysBetween.all(D + 1, D + 800);
        new ChangeDays(SCHEMA, wanted, steps, Read.SCORES).addTo(days, member.history());
        return Arrays.stream(days.ascending()).map(day -> day - D).boxed().toList();
    }

    private static DaySteps step(String fact, long... steps) {
        Set<Long> set = Set.copyOf(Arrays.stream(steps).boxed().toList());
        return new DaySteps(Map.of(SCHEMA.get(fact), set), Map.of());
    }

    @Test
    void onlyTheDaysOfWhatIsRead() {
        TestMember member =
                new TestMember()
                        .field("birthday", "2000-02-29", D)
                        .tag("a", "b", "SELF", D, 0, D + 40, false)
                        .did(BehaviourType.VIEW, D, 0);
        member.order("a", D - 40);
        member.order("b", D);
        DaySteps none = DaySteps.NONE;
        assertThat(days(numbers(), none, member)).isEmpty();
        assertThat(days(numbers("largeOrderOn"), none, member)).containsExactly(30);
        assertThat(days(numbers("discountShare"), none, member)).containsExactly(325, 365);
        assertThat(days(numbers("complaintRate"), none, member)).containsExactly(325, 365);
        assertThat(days(numbers("ageYears"), none, member)).containsExactly(365, 730);
        assertThat(days(rows(RowType.TAG), none, member)).containsExactly(41);
        assertThat(days(rows(RowType.BEHAVIOUR), none, member)).containsExactly(7, 30, 90, 365);
        assertThat(days(rows(RowType.PREFERENCE), none, member)).containsExactly(325, 365);
        assertThat(days(rows(RowType.CAMPAIGN), none, member)).isEmpty();
        assertThat(days(numbers("daysPastGap"), step("daysPastGap", -7, 8), member))
                .containsExactly(33, 48);
        assertThat(days(numbers("returnedDays"), step("returnedDays", 50), member))
                .containsExactly(10, 50);
        assertThat(days(numbers("tenureDays"), step("tenureDays", 50), member)).containsExactly(10);
        assertThat(
                        days(
                                rows(RowType.ORDER),
                                new DaySteps(Map.of(), Map.of(AGE, Set.of(90L))),
                                member))
                .containsExactly(50, 90, 325, 365);
    }

    @Test
    void aStepBeyondAnyCalendarIsNeverReached() {
        TestMember member = new TestMember();
        member.order("b", D);
        DaySteps steps = step("recencyDays", Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, 3);
        assertThat(days(numbers("recencyDays"), steps, member)).containsExactly(3);
    }

    @Test
    void birthdaysInLeapYears() {
        TestMember member = new TestMember().field("birthday", "2000-02-29", D);
        int from = (int) LocalDate.of(2027, 6, 1).toEpochDay();
        DaysBetween days = DaysBetween.all(from, from + 700);
        new ChangeDays(SCHEMA, numbers("ageYears"), DaySteps.NONE, Read.SCORES)
                .addTo(days, member.history());
        assertThat(days.ascending())
                .containsExactly(
                        (int) LocalDate.of(2028, 2, 29).toEpochDay(),
                        (int) LocalDate.of(2029, 3, 1).toEpochDay());
    }
}
