package io.memberflow.benchmarks;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.RulebookFiles;
import java.util.List;

/** The rulebook that comes with the program, compiled by Drools. */
final class ShippedRules {
    static final FactSchema SCHEMA = new FactSchema(List.of());

    private ShippedRules() {}

    /** Compiled when it is first asked for, and kept. */
    private static final class Holder {
        static final CompiledRules RULES =
                RuleCompiler.compile(RulebookFiles.shipped(), SCHEMA).orThrow();
    }

    /** Not to be closed. */
    static CompiledRules compiled() {
        return Holder.RULES;
    }
}
