package io.memberflow.engine;

import io.memberflow.member.Row;
import io.memberflow.member.Unit;
import java.util.ArrayList;
import java.util.List;

/** What rules report to while they fire: which of them did. Nothing else can be done with it. */
public final class Decision {
    private final List<Rule> rules;
    private final Fired fired = new Fired();

    Decision(List<Rule> rules) {
        this.rules = rules;
    }

    /** Called by the compiled rules, with the rows that the rule gives something of. */
    public void fire(int rule) {
        fired.add(rule);
    }

    public void fire(int rule, RowFact a) {
        report(rule, a);
    }

    public void fire(int rule, RowFact a, RowFact b) {
        report(rule, a, b);
    }

    public void fire(int rule, RowFact a, RowFact b, RowFact c) {
        report(rule, a, b, c);
    }

    Fired fired() {
        return fired;
    }

    private void report(int number, RowFact... rows) {
        Rule rule = rules.get(number);
        int[] slots = giftSlots(rule);
        Row[] bound = new Row[Complexity.MAX_SLOTS];
        for (int i = 0; i < rows.length; i++) {
            bound[slots[i]] = rows[i].row();
        }
        fired.add(number, read(rule, bound));
    }

    /** The slots of the rows that a rule gives something of, ascending. */
    static int[] giftSlots(Rule rule) {
        return rule.boundGifts().stream().mapToInt(Bound::slot).distinct().sorted().toArray();
    }

    /** The values that a rule gives of these rows. */
    static List<String> read(Rule rule, Row[] bound) {
        List<String> values = new ArrayList<>();
        for (Bound gift : rule.boundGifts()) {
            values.add(text(gift.of(), bound[gift.slot()]));
        }
        return values;
    }

    private static String text(Reading of, Row row) {
        return of.unit() == Unit.TEXT ? of.text(row) : of.unit().text(of.number(row));
    }
}
