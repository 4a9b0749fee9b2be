package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Finding;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.engine.RuleForm;
import io.memberflow.rulebook.TagKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rule-editor group}: the members that a condition selects. */
@Command(name = "group")
final class GroupCommand extends EditorCommand {

    @Parameters(paramLabel = "RULE|CONDITION", descriptionKey = "group.condition")
    private String condition;

    @Mixin private final MemberOptions members = new MemberOptions();

    @Option(names = "--tag", paramLabel = "KEY=VALUE", descriptionKey = "group.tag")
    private String tag;

    @Option(names = "--out", paramLabel = "FILE", descriptionKey = "group.out")
    private Path file;

    @Override
    int run() throws IOException {
        if ((tag == null) != (file == null)) {
            throw Stop.wrongUse(Message.TAG_AND_FILE);
        }
        Rulebook rulebook = rulebook();
        List<String> ids = new ArrayList<>();
        MemberSource source = members.source();
        try (CompiledRules rules = asking(rulebook)) {
            int rule = rules.rules().size() - 1;
            if (!rules.rules().get(rule).name().equals(RuleCompiler.PROBE)) {
                rule = RuleNames.find(rules, condition);
            }
            int asked = rule;
            source.forEach(
                    rules,
                    (id, inspection) -> {
                        if (inspection.fired(asked)) {
                            ids.add(id);
                        }
                    });
            ids.sort(null);
            if (tag != null) {
                write(rules, ids, source.asOf());
            }
        }
        if (isJson()) {
            ObjectNode json = Json.object();
            json.put("asOf", source.asOf().toString());
            ArrayNode all = json.putArray("members");
            ids.forEach(all::add);
            print(Json.text(json));
        } else {
            ids.forEach(this::print);
        }
        note(Message.GROUP_OF, ids.size());
        return Exit.FINE;
    }

    /** The rules, with the condition as their last when it is no rule's name. */
    private CompiledRules asking(Rulebook rulebook) {
        CompiledRules rules = rulebook.rules();
        boolean named = rules.rules().stream().map(Rule::name).anyMatch(condition::equals);
        boolean titled = rules.rules().stream().map(Rule::title).anyMatch(condition::equals);
        if (named || titled) {
            return rules;
        }
        rules.close();
        String written = RuleForm.line(condition).map(RuleForm.Line::text).orElse(condition);
        RuleCompiler.Result result =
                RuleCompiler.probe(rulebook.release(), Rulebook.SCHEMA, written);
        if (!result.findings().isEmpty()) {
            Finding first = result.findings().get(0);
            throw Stop.said(
                    Exit.WRONG, condition + "：" + first.zh(), condition + ": " + first.en());
        }
        return result.rules();
    }

    private void write(CompiledRules rules, List<String> ids, LocalDate asOf) throws IOException {
        int equals = tag.indexOf('=');
        if (equals < 1) {
            throw Stop.wrongUse(Message.NO_TAG, tag);
        }
        String key = tag.substring(0, equals);
        String value = tag.substring(equals + 1);
        int known = rules.catalogue().indexOfTag(key);
        if (known < 0) {
            throw Stop.wrongUse(Message.UNKNOWN_TAG, key);
        }
        TagKey tagKey = rules.catalogue().tags().get(known);
        if (!tagKey.allows(value)) {
            throw Stop.wrongUse(Message.UNKNOWN_TAG_VALUE, key, value);
        }
        String at = asOf + "T00:00:00";
        StringBuilder lines = new StringBuilder();
        for (String id : ids) {
            ObjectNode event = Json.object();
            event.put("member_id", id);
            event.put("updated_at", at);
            event.putArray("tags")
                    .addObject()
                    .put("key", key)
                    .put("value", value)
                    .put("source", "BATCH")
                    .put("at", at);
            lines.append(event).append('\n');
        }
        try {
            Files.writeString(file, lines);
        } catch (IOException e) {
            throw Stop.wrongUse(Message.NOT_WRITTEN, file);
        }
        note(Message.GROUP_WRITTEN, file);
    }
}
