package io.memberflow.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/rules.md lists everything that a rule can read. */
class RulesPageTest {

    @Test
    void everythingARuleCanReadIsOnThePage() throws Exception {
        String page = Files.readString(Path.of("../docs/rules.md"));
        List<String> missing = new ArrayList<>();
        for (Fact fact : new FactSchema(List.of()).readable()) {
            String name = fact.name().replaceFirst("^(d\\d+|life)\\.", "d365.");
            if (!page.contains("`" + name + "`")) {
                missing.add(name);
            }
        }
        for (RowType type : RowType.values()) {
            if (type != RowType.MEMBER && !page.contains("| `" + type.title() + "`")) {
                missing.add(type.title());
            }
            for (RowField field : RowSchema.of(type).fields()) {
                if (!page.contains("`" + field.name() + "`")) {
                    missing.add(type.title() + "." + field.name());
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
