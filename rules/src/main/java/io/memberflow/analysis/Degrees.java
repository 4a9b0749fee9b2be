package io.memberflow.analysis;

import io.memberflow.member.Fact;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The order that values claim by their names: 超高客单价 is more than 高客单价. It is asked only of models
 * whose catalogue does not say how they run.
 */
final class Degrees {
    /** Words of degree, the greatest first. */
    private static final List<String> WORDS =
            List.of("超高", "很高", "较高", "高", "中高", "中", "中低", "低", "较低", "很低", "超低");

    /** Of days and dates, less can be more: a high activity is a short time. */
    private static final Set<Unit> MORE_IS_MORE = Set.of(Unit.COUNT, Unit.MONEY, Unit.RATIO);

    private Degrees() {}

    /**
     * Whether the values, in the catalogue's order, rise with the fact by their names; empty when
     * the names say nothing.
     */
    static Optional<Boolean> rising(Model model, Fact fact) {
        if (!MORE_IS_MORE.contains(fact.unit())) {
            return Optional.empty();
        }
        List<String> names = model.values().stream().map(Model.Value::value).toList();
        List<Integer> degrees = new ArrayList<>();
        int end = commonEnd(names);
        for (String name : names) {
            degrees.add(WORDS.indexOf(name.substring(0, name.length() - end)));
        }
        boolean rising = true;
        boolean falling = true;
        for (int i = 0; i < degrees.size(); i++) {
            rising &= degrees.get(i) >= 0 && (i == 0 || degrees.get(i) < degrees.get(i - 1));
            falling &= degrees.get(i) >= 0 && (i == 0 || degrees.get(i) > degrees.get(i - 1));
        }
        return rising == falling ? Optional.empty() : Optional.of(rising);
    }

    /** How many characters all names end with alike. */
    private static int commonEnd(List<String> names) {
        int end = 0;
        String first = names.get(0);
        while (end < first.length()
                && allEndWith(names, first.substring(first.length() - end - 1))) {
            end++;
        }
        return end;
    }

    private static boolean allEndWith(List<String> names, String end) {
        return names.stream().allMatch(name -> name.endsWith(end));
    }
}
