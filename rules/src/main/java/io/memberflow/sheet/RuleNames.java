package io.memberflow.sheet;

import java.util.HashMap;
import java.util.Map;
import org.drools.template.model.Rule;

/**
 * Names the rules of a sheet by what they give. Drools numbers them by row: a row put in between
 * would rename all below it, and with them the reasons of all their members.
 */
final class RuleNames {
    /** As long as a table column of rule names. */
    private static final int LONGEST = 128;

    private final Map<String, Integer> used = new HashMap<>();

    /**
     * Names a rule that has no name of its own.
     *
     * @param actions what stands in its columns of actions
     */
    void give(Rule rule, String actions) {
        String numbered = "_" + rule.getSpreadsheetRowNumber() + "\"";
        if (rule.getName().endsWith(numbered)) {
            String table = rule.getName().substring(1, rule.getName().length() - numbered.length());
            String name = table + " " + actions.replaceAll("[\"\\\\\\p{Cntrl}]", "");
            int times = used.merge(name, 1, Integer::sum);
            String whole = times == 1 ? name : name + " " + times;
            if (whole.length() <= LONGEST) {
                rule.setName("\"" + whole + "\"");
            }
        }
    }
}
