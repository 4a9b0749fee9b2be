package io.memberflow.rfm;

import java.util.ArrayList;
import java.util.List;

/** Every order of arrival of a few events. */
final class Permutations {
    private Permutations() {}

    static <T> List<List<T>> of(List<T> events) {
        if (events.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            List<T> others = new ArrayList<>(events);
            T first = others.remove(i);
            for (List<T> rest : of(others)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(rest);
                all.add(one);
            }
        }
        return all;
    }
}
