package io.memberflow.job.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.release.ReleaseCommand.Kind;
import io.memberflow.job.support.SmallRulebook;
import io.memberflow.registry.Mode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static final ReleaseCommand IN_USE =
            new ReleaseCommand(4, Kind.PREPARE, SmallRulebook.release(3, 3), null, Mode.FULL, 0);

    @Test
    void saysItInBothLanguages() {
        assertThat(new Refusal(5, 7, IN_USE, "不行。", "It will not do.").message())
                .isEqualTo(
                        """
                        Release 7 (sequence 5) is not used; release 3 (sequence 4) stays in use.
                        It will not do.

                        版本 7（序号 5）未启用，仍用版本 3（序号 4）。
                        不行。\
                        """);
        assertThat(new Refusal(5, 7, null, "不行。", "It will not do.").message())
                .startsWith("Release 7 (sequence 5) is not used; no release is in use yet.")
                .contains("版本 7（序号 5）未启用，目前还没有启用任何版本。");
    }

    @Test
    void ofManyFindingsTheFirstAreTold() {
        String en = lines("a.drl:%d:1: There is no fact x%d.");
        String zh = lines("a.drl:%d:1: 没有 x%d 这个事实。");
        String message = new Refusal(5, 7, IN_USE, zh, en).message();
        assertThat(message).hasSizeBetween(3_500, 4_000);
        assertThat(message.lines())
                .contains("a.drl:1:1: There is no fact x1.", "a.drl:1:1: 没有 x1 这个事实。")
                .anyMatch(line -> line.matches("… \\d+ more lines"))
                .anyMatch(line -> line.matches("… \\d+ 行未列出"));
        // No finding is cut in two.
        assertThat(message.lines().filter(line -> line.startsWith("a.drl")))
                .allMatch(line -> line.endsWith(".") || line.endsWith("。"));
    }

    @Test
    void oneFindingThatIsTooLongIsCut() {
        String message = new Refusal(5, 7, IN_USE, "𠮷".repeat(9_000), "x".repeat(9_000)).message();
        assertThat(message).hasSizeBetween(3_500, 4_000).contains("xxx…\n", "𠮷…");
        assertThat(message.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    private static String lines(String format) {
        return IntStream.rangeClosed(1, 300)
                .mapToObj(i -> format.formatted(i, i))
                .collect(Collectors.joining("\n"));
    }
}
