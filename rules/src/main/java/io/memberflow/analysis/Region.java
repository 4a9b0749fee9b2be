package io.memberflow.analysis;

import io.memberflow.member.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells a box in words of the facts, with the constants of the rules as bounds. */
final class Region {
    private final Circuit circuit;
    private final int statement;
    private final Box all;
    private final Map<Fact, Integer> variables;

    /**
     * @param statement what the box was widened for: its constants are the bounds
     * @param all all that can be: what is not narrower than that is not told
     */
    Region(Circuit circuit, int statement, Box all, Map<Fact, Integer> variables) {
        this.circuit = circuit;
        this.statement = statement;
        this.all = all;
        this.variables = variables;
    }

    /** {@code 200 < d365.averageOrderValue < 300, d365.orders = 1}; empty for everything. */
    Words of(Box box) {
        List<String> zh = new ArrayList<>();
        List<String> en = new ArrayList<>();
        for (Map.Entry<Fact, Integer> entry : variables.entrySet()) {
            if (circuit.variables(statement).get(entry.getValue())) {
                tell(box, entry.getKey(), entry.getValue(), zh, en);
            }
        }
        return new Words(String.join("，", zh), String.join(", ", en));
    }

    /** One fact of the box alone. */
    Words of(Box box, Fact fact) {
        List<String> zh = new ArrayList<>();
        List<String> en = new ArrayList<>();
        tell(box, fact, variables.get(fact), zh, en);
        return new Words(String.join("，", zh), String.join(", ", en));
    }

    private void tell(Box box, Fact fact, int variable, List<String> zh, List<String> en) {
        if (!box.mayBePresent(variable)) {
            zh.add("没有 " + fact.name());
            en.add("no " + fact.name());
            return;
        }
        String range = range(box, fact, variable);
        if (!range.equals(fact.name())) {
            zh.add(range);
            en.add(range);
        } else if (!box.mayBeAbsent(variable) && all.mayBeAbsent(variable)) {
            zh.add("有 " + fact.name());
            en.add("any " + fact.name());
        }
    }

    private String range(Box box, Fact fact, int variable) {
        long low = box.low(variable);
        long high = box.high(variable);
        if (low == high) {
            return fact.name() + " = " + fact.unit().text(low);
        }
        boolean bounded = low > all.low(variable);
        if (high >= all.high(variable)) {
            return fact.name() + (bounded ? lower(fact, variable, low) : "");
        }
        boolean open = compared(variable, high + 1) && !compared(variable, high);
        String upper = open ? " < " + fact.unit().text(high + 1) : " <= " + fact.unit().text(high);
        if (!bounded) {
            return fact.name() + upper;
        }
        boolean above = compared(variable, low - 1) && !compared(variable, low);
        String lower = above ? fact.unit().text(low - 1) + " < " : fact.unit().text(low) + " <= ";
        return lower + fact.name() + upper;
    }

    private String lower(Fact fact, int variable, long low) {
        boolean above = compared(variable, low - 1) && !compared(variable, low);
        return above ? " > " + fact.unit().text(low - 1) : " >= " + fact.unit().text(low);
    }

    private boolean compared(int variable, long constant) {
        return circuit.constants(statement, variable).contains(constant);
    }
}
