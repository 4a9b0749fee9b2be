package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.registry.Channel;
import io.memberflow.registry.TrustedKeys;
import io.memberflow.rulebook.RulebookProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rule-editor verify}: whether a job would take a bundle, by what the job looks at. */
@Command(name = "verify")
final class VerifyCommand extends EditorCommand {

    @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "verify.file")
    private Path file;

    @Option(names = "--trusted-keys", paramLabel = "FILE", descriptionKey = "verify.trusted")
    private Path trusted;

    @Option(names = "--channel", paramLabel = "NAME", descriptionKey = "registry.channel")
    private String channel = Channel.DEFAULT;

    @Override
    int run() {
        TrustedKeys keys = keys();
        SignedBundle bundle = SignedBundle.read(file);
        List<String> problems = new ArrayList<>();
        try {
            keys.verify(bundle.stored(), channel);
        } catch (RulebookProblem e) {
            problems.add(choose(e.zh(), e.en()));
        }
        RuleCompiler.Result compiled = RuleCompiler.compile(bundle.release(), Rulebook.SCHEMA);
        compiled.findings().forEach(one -> problems.add(one.text(language().isChinese())));
        int rules = 0;
        if (compiled.rules() != null) {
            try (CompiledRules good = compiled.rules()) {
                rules = good.rules().size();
            }
        }
        if (isJson()) {
            ObjectNode json = Json.object();
            json.put("file", file.toString());
            json.put("sha256", bundle.release().sha256());
            json.put("rules", rules);
            SignedBundles.put(bundle.signature(), json);
            json.put("verified", bundle.signature() != null && !keys.isEmpty());
            ArrayNode all = json.putArray("problems");
            problems.forEach(all::add);
            print(Json.text(json));
        } else {
            print("sha256 " + bundle.release().sha256());
            SignedBundles.lines(bundle.signature(), language()).forEach(this::print);
            problems.forEach(this::print);
        }
        if (!problems.isEmpty()) {
            note(Message.FINDINGS, file, problems.size());
            return Exit.FINDINGS;
        }
        if (keys.isEmpty()) {
            note(Message.SIGNATURE_NOT_LOOKED_AT);
        }
        note(Message.BUNDLE_GOOD, file, rules);
        return Exit.FINE;
    }

    private TrustedKeys keys() {
        try {
            return trusted == null ? TrustedKeys.NONE : TrustedKeys.read(trusted);
        } catch (RulebookProblem e) {
            throw Stop.said(Exit.WRONG, e.zh(), e.en());
        }
    }
}
