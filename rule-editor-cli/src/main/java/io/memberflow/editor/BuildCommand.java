package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.registry.ReleaseSignature;
import io.memberflow.rulebook.RulebookProblem;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rule-editor build}: one file that holds a rulebook, the same bytes for the same files. */
@Command(name = "build")
final class BuildCommand extends EditorCommand {

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            descriptionKey = "build.out")
    private Path out = Path.of("rules.zip");

    @Mixin private final SigningOptions signing = new SigningOptions();

    @Override
    int run() {
        Rulebook rulebook = rulebook();
        try (CompiledRules rules = rulebook.rules()) {
            SignedBundle bundle = bundle(rulebook);
            List<Path> written = bundle.write(out);
            if (isJson()) {
                ObjectNode json = Json.object();
                json.put("rulebook", folder().toString());
                json.put("sha256", bundle.release().sha256());
                json.put("bytes", bundle.bytes().length);
                json.put("rules", rules.rules().size());
                SignedBundles.put(bundle.signature(), json);
                written.forEach(file -> json.withArray("written").add(file.toString()));
                print(Json.text(json));
            } else {
                written.forEach(file -> print(text(Message.WRITTEN, file)));
                print("sha256 " + bundle.release().sha256());
                SignedBundles.lines(bundle.signature(), language()).forEach(this::print);
            }
        }
        return Exit.FINE;
    }

    private SignedBundle bundle(Rulebook rulebook) {
        ReleaseSignature signature = signing.sign(rulebook.release().sha256());
        try {
            return SignedBundle.of(rulebook.release(), signature);
        } catch (RulebookProblem e) {
            throw Stop.said(Exit.FINDINGS, e.zh(), e.en());
        }
    }
}
