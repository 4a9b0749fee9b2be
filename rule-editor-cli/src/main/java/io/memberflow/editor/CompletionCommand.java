package io.memberflow.editor;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rule-editor completion}: what a shell reads to complete commands and options. */
@Command(name = "completion")
final class CompletionCommand extends EditorCommand {
    private static final List<String> SHELLS = List.of("bash", "zsh");

    @Parameters(paramLabel = "bash|zsh", descriptionKey = "completion.shell")
    private String shell;

    @Override
    Set<Format> formats() {
        return EnumSet.of(Format.TEXT);
    }

    @Override
    int run() {
        if (!SHELLS.contains(shell)) {
            throw Stop.wrongUse(Message.NO_SHELL, shell);
        }
        // zsh reads bash's completions; the script says itself how.
        print(AutoComplete.bash(RuleEditor.NAME, spec().root().commandLine()));
        return Exit.FINE;
    }
}
