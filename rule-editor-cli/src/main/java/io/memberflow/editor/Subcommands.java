package io.memberflow.editor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of the program. Reading the options of all of them takes longer than the help that
 * lists them: those that are not asked for are known by name alone, their sentence stands with the
 * messages.
 */
final class Subcommands {
    private static final Map<String, Class<? extends EditorCommand>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("init", InitCommand.class);
        ALL.put("list", ListCommand.class);
        ALL.put("show", ShowCommand.class);
        ALL.put("schema", SchemaCommand.class);
        ALL.put("new", NewCommand.class);
        ALL.put("edit", EditCommand.class);
        ALL.put("set", SetCommand.class);
        ALL.put("fmt", FmtCommand.class);
        ALL.put("check", CheckCommand.class);
        ALL.put("analyze", AnalyzeCommand.class);
        ALL.put("test", TestCommand.class);
        ALL.put("try", TryCommand.class);
        ALL.put("why", WhyCommand.class);
        ALL.put("group", GroupCommand.class);
        ALL.put("build", BuildCommand.class);
        ALL.put("verify", VerifyCommand.class);
        ALL.put("publish", PublishCommand.class);
        ALL.put("status", StatusCommand.class);
        ALL.put("promote", PromoteCommand.class);
        ALL.put("rollback", RollbackCommand.class);
        ALL.put("freeze", FreezeCommand.class);
        ALL.put("unfreeze", UnfreezeCommand.class);
        ALL.put("history", HistoryCommand.class);
        ALL.put("diff", DiffCommand.class);
        ALL.put("doctor", DoctorCommand.class);
        ALL.put("preview", PreviewCommand.class);
        ALL.put("completion", CompletionCommand.class);
    }

    private Subcommands() {}

    /** Adds all of them, with all that is known of them. */
    static void addAll(CommandLine program) {
        ALL.values().forEach(program::addSubcommand);
    }

    /** Adds all of them, but the options only of those that the arguments name. */
    static void addThoseOf(String[] arguments, CommandLine program) {
        List<String> words = Arrays.asList(arguments);
        // The shell is told of everything.
        boolean everything = words.contains("completion");
        ALL.forEach(
                (name, command) ->
                        program.addSubcommand(
                                name,
                                everything || words.contains(name)
                                        ? command
                                        : CommandSpec.create()));
    }
}
