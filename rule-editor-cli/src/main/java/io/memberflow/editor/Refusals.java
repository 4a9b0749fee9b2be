package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Finding;
import io.memberflow.engine.RuleCompiler;

/** Refuses a change that the check would refuse afterwards. */
final class Refusals {
    private Refusals() {}

    /**
     * The rules of a rulebook that is about to be written.
     *
     * @throws Stop with {@link Exit#FINDINGS} and the first reason, when they have errors
     */
    static CompiledRules rulesOf(Rulebook after) {
        RuleCompiler.Result result = after.understand();
        if (result.findings().isEmpty()) {
            return result.rules();
        }
        Finding first = result.findings().get(0);
        throw Stop.said(
                Exit.FINDINGS,
                Message.CHANGE_REFUSED.in(Language.ZH, first.text(true)),
                Message.CHANGE_REFUSED.in(Language.EN, first.text(false)));
    }
}
