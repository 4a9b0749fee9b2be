package io.memberflow.order;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Events and cleanings to test with. */
final class Events {

    static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    static final LocalDate AS_OF = LocalDate.of(2025, 3, 31);
    static final Cleaning BOUNDED =
            Cleaning.bounded(SHANGHAI, "CNY", Set.of("guest", " 0 "), AS_OF);

    private Events() {}

    static RawEvent json(String text) {
        return event(text.getBytes(StandardCharsets.UTF_8), null);
    }

    static RawEvent row(String header, String text) {
        return event(text.getBytes(StandardCharsets.UTF_8), header);
    }

    static RawEvent event(byte[] bytes, String header) {
        return new RawEvent("orders:1", bytes, bytes.length, header);
    }

    /** The cells as another program writes them. */
    static String csv(List<String> cells) {
        StringWriter out = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out)) {
            writer.writeRecord(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString().substring(0, out.toString().length() - 1);
    }

    static Parsed read(RawEvent event) {
        return new OrderReader(BOUNDED).read(event, 0);
    }

    static Order order(RawEvent event) {
        return (Order) read(event);
    }

    static Rejected rejected(RawEvent event) {
        return (Rejected) read(event);
    }

    /** A sound event with some more fields behind it, as {@code ,"shop":"x"}. */
    static RawEvent sound(String more) {
        return json(
                "{\"order_id\":\"T1\",\"member_id\":\"m-42\",\"status\":\"PAID\","
                        + "\"paid_at\":\"2025-03-01T10:15:30+08:00\",\"amount\":\"199.00\""
                        + more
                        + "}");
    }

    /** An event of just these fields. */
    static RawEvent fields(String... namesAndJson) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < namesAndJson.length; i += 2) {
            text.append(i > 0 ? "," : "")
                    .append('"')
                    .append(namesAndJson[i])
                    .append("\":")
                    .append(namesAndJson[i + 1]);
        }
        return json(text.append('}').toString());
    }
}
