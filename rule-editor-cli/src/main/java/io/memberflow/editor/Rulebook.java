package io.memberflow.editor;

import io.memberflow.cases.CaseReader;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Finding;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.engine.RuleSource;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.RulebookProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a rulebook.
 *
 * @param folder where they come from
 * @param release what is in them
 */
record Rulebook(Path folder, Release release) {

    /** The facts that every job keeps. */
    static final FactSchema SCHEMA = new FactSchema(List.of());

    static Rulebook in(Path folder) {
        try {
            return new Rulebook(folder, RulebookFiles.folder(folder));
        } catch (RulebookProblem e) {
            throw Stop.said(Exit.WRONG, e.zh(), e.en());
        }
    }

    /** The files by path within the rulebook, to be changed. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < release.paths().length; i++) {
            files.put(release.paths()[i], release.texts()[i]);
        }
        return files;
    }

    /** The text of a file, null when there is none. */
    String text(String path) {
        return files().get(path);
    }

    /** A rule as it is written; empty for one that a decision table makes. */
    Optional<RuleSource> written(Rule rule) {
        return rule.file().endsWith(".drl")
                ? RuleSource.named(text(rule.file()), rule.name())
                : Optional.empty();
    }

    /**
     * A rule as it is written, to be changed there.
     *
     * @throws Stop when a decision table makes it
     */
    RuleSource changeable(Rule rule) {
        return written(rule)
                .orElseThrow(() -> Stop.wrongUse(Message.IN_A_TABLE, rule.file(), rule.line()));
    }

    /** The same folder with other contents, which need not stand on disk. */
    Rulebook with(Map<String, String> files) {
        return new Rulebook(folder, Release.of(0, files));
    }

    /** All that is wrong, or rules that decide without Drools, in no time. */
    RuleCompiler.Result understand() {
        return RuleCompiler.understand(release, SCHEMA);
    }

    /** All that is wrong, cases included; empty when the rulebook is good. */
    List<Finding> findings() {
        RuleCompiler.Result result = understand();
        return result.findings().isEmpty()
                ? CaseReader.read(release, result.rules().catalogue(), SCHEMA).findings()
                : result.findings();
    }

    /**
     * Rules that decide without Drools.
     *
     * @throws Stop with {@link Exit#FINDINGS} when the rulebook has errors
     */
    CompiledRules rules() {
        RuleCompiler.Result result = understand();
        if (!result.findings().isEmpty()) {
            Finding first = result.findings().get(0);
            int more = result.findings().size();
            throw Stop.said(
                    Exit.FINDINGS,
                    Message.HAS_ERRORS.in(Language.ZH, more, first.text(true)),
                    Message.HAS_ERRORS.in(Language.EN, more, first.text(false)));
        }
        return result.rules();
    }
}
