package io.memberflow.order;

import static io.memberflow.order.Events.json;
import static io.memberflow.order.Events.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Property(tries = 300)
    void spellingDoesNotMatter(
            @ForAll @LongRange(min = 1_600_000_000L, max = 1_740_000_000L) long second,
            @ForAll @IntRange(min = 0, max = 1_000_000) int fen,
            @ForAll long seed) {
        Random random = new Random(seed);
        Order plain = order(json(event(second, fen, new Random(0), false)));
        Order varied = order(json(event(second, fen, random, true)));
        assertThat(varied).usingRecursiveComparison().isEqualTo(plain);
    }

    @Test
    void everyKnownFieldMatters() {
        String[] more = {
            "",
            ",\"version\":1",
            ",\"created_at\":\"2025-01-01\"",
            ",\"updated_at\":\"2025-03-02\"",
            ",\"refund_amount\":1",
            ",\"discount\":1",
            ",\"shop\":\"a\"",
            ",\"shop\":\"\"",
            ",\"channel\":\"a\"",
            ",\"source\":\"a\"",
            ",\"carrier\":\"a\"",
            ",\"receiver\":{\"province\":\"a\"}",
            ",\"receiver\":{\"city\":\"a\"}",
            ",\"receiver\":{\"address\":\"a\"}",
            ",\"items\":[{}]",
            ",\"items\":[{},{}]",
            ",\"items\":[{\"sku\":\"a\"}]",
            ",\"items\":[{\"sku\":\"a\"},{\"sku\":\"b\"}]",
            ",\"items\":[{\"sku\":\"b\"},{\"sku\":\"a\"}]",
            ",\"items\":[{\"name\":\"a\"}]",
            ",\"items\":[{\"category\":\"a\"}]",
            ",\"items\":[{\"quantity\":2}]",
            ",\"items\":[{\"price\":0}]",
            ",\"items\":[{\"attributes\":{\"a\":\"bc\"}}]",
            ",\"items\":[{\"attributes\":{\"ab\":\"c\"}}]"
        };
        List<Long> seen = new ArrayList<>();
        for (String field : more) {
            seen.add(order(Events.sound(field)).fingerprint());
        }
        assertThat(seen).doesNotHaveDuplicates();
    }

    /** One state, spelt in the plainest way or in some other. */
    private static String event(long second, int fen, Random random, boolean vary) {
        List<String> fields = new ArrayList<>();
        fields.add("\"order_id\":" + (vary ? "\" Ｔ１ \"" : "\"T1\""));
        fields.add("\"member_id\":\"m\"");
        fields.add("\"status\":\"PAID\"");
        fields.add("\"paid_at\":\"" + time(second, random, vary) + "\"");
        fields.add("\"amount\":" + number(fen, random, vary));
        fields.add("\"discount\":" + number(fen, random, vary));
        fields.add(
                "\"receiver\":"
                        + object(List.of("\"city\":\"杭州\"", "\"province\":\"浙江\""), random, vary));
        fields.add(
                "\"items\":["
                        + object(
                                List.of(
                                        "\"price\":" + number(fen, random, vary),
                                        "\"name\":\"\\u53cc\"",
                                        "\"attributes\":"
                                                + object(
                                                        List.of("\"b\":\"1\"", "\"a\":\"2\""),
                                                        random,
                                                        vary)),
                                random,
                                vary)
                        + "]");
        if (vary) {
            fields.add("\"extra\":{\"amount\":[1,null]}");
            fields.add("\"version\":\"0\"");
            fields.add("\"currency\":null");
        }
        return object(fields, random, vary);
    }

    private static String object(List<String> fields, Random random, boolean vary) {
        List<String> shuffled = new ArrayList<>(fields);
        if (vary) {
            Collections.shuffle(shuffled, random);
        }
        String space = vary ? " \t".substring(random.nextInt(2)) : "";
        return "{" + space + String.join(space + "," + space, shuffled) + "}" + space;
    }

    private static String time(long second, Random random, boolean vary) {
        Instant instant = Instant.ofEpochSecond(second);
        return switch (vary ? random.nextInt(4) : 0) {
            case 0 -> instant.toString();
            case 1 -> instant.atOffset(ZoneOffset.ofHours(random.nextInt(19) - 9)).toString();
            case 2 -> instant.atZone(Events.SHANGHAI).toLocalDateTime().toString();
            default -> instant.toString().replace("Z", ".0000000009+00:00").replace('T', ' ');
        };
    }

    private static String number(int fen, Random random, boolean vary) {
        return switch (vary ? random.nextInt(4) : 0) {
            case 0 -> fen / 100 + "." + fen / 10 % 10 + fen % 10;
            case 1 -> "\"" + fen / 100 + "." + fen / 10 % 10 + fen % 10 + "000\"";
            case 2 -> fen + "e-2";
            default -> "\"+0" + fen + "0E-3\"";
        };
    }
}
