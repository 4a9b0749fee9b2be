package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.order.Cleaning;
import io.memberflow.order.InputProblem;
import io.memberflow.order.Rejected;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which members, and as of which day. */
final class MemberOptions {
    /** The id of a member that is made on the command line. */
    static final String MADE = "me";

    @Option(names = "--orders", paramLabel = "PATH", descriptionKey = "member.orders")
    private String orders;

    @Option(names = "--members", paramLabel = "PATH", descriptionKey = "member.members")
    private String members;

    @Option(names = "--behaviours", paramLabel = "PATH", descriptionKey = "member.behaviours")
    private String behaviours;

    @Option(names = "--order", paramLabel = "DATE:AMOUNT", descriptionKey = "member.order")
    private List<String> made = new ArrayList<>();

    @Option(names = "--with-tag", paramLabel = "KEY=VALUE", descriptionKey = "member.tag")
    private Map<String, String> tags = Map.of();

    @Option(names = "--set", paramLabel = "FIELD=VALUE", descriptionKey = "member.set")
    private Map<String, String> fields = Map.of();

    @Option(names = "--as-of", paramLabel = "DATE", descriptionKey = "member.asOf")
    private String asOf;

    @Option(names = "--zone", paramLabel = "ZONE", descriptionKey = "member.zone")
    private String zone = "Asia/Shanghai";

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    /** The day asked for, null when none is. */
    private LocalDate day() {
        try {
            return asOf == null ? null : LocalDate.parse(asOf);
        } catch (DateTimeException e) {
            throw Stop.wrongUse(Message.NO_DATE, asOf);
        }
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw Stop.wrongUse(Message.NO_ZONE, zone);
        }
    }

    /** Whether the member is made up on the command line. */
    boolean isMade() {
        return !made.isEmpty() || !tags.isEmpty() || !fields.isEmpty();
    }

    /**
     * The members: of the files, made on the line, else of the job's tables.
     *
     * @throws Stop when none are given
     */
    MemberSource source() throws IOException {
        boolean events = orders != null || members != null || behaviours != null || isMade();
        if (events) {
            return events(day() == null ? LocalDate.now(zone()) : day());
        } else if (database.isGiven()) {
            return new TableMembers(database.database(), day());
        }
        throw Stop.wrongUse(Message.NO_MEMBERS);
    }

    private EventMembers events(LocalDate day) throws IOException {
        EventMembers source = new EventMembers(Cleaning.bounded(zone(), "CNY", Set.of(), day), day);
        try {
            if (orders != null) {
                source.readOrders(orders);
            }
            if (members != null) {
                source.readMembers(members);
            }
            if (behaviours != null) {
                source.readBehaviours(behaviours);
            }
        } catch (InputProblem e) {
            throw Stop.wrongUse(Message.BAD_INPUT, e.getMessage());
        }
        if (isMade()) {
            make(source);
        }
        return source;
    }

    private void make(EventMembers source) {
        int number = 0;
        for (String order : made) {
            source.addOrder(order(order, ++number));
        }
        if (!tags.isEmpty() || !fields.isEmpty() || made.isEmpty()) {
            source.addMember(profile());
        }
        for (Rejected one : source.rejected()) {
            throw Stop.wrongUse(Message.BAD_INPUT, one.message());
        }
    }

    private static String order(String written, int number) {
        int colon = written.indexOf(':');
        if (colon < 0) {
            throw Stop.wrongUse(Message.NO_ORDER, written);
        }
        ObjectNode json = Json.object();
        json.put("order_id", "order-" + number);
        json.put("member_id", MADE);
        json.put("status", "COMPLETED");
        json.put("version", "1");
        json.put("paid_at", written.substring(0, colon));
        json.put("amount", written.substring(colon + 1));
        return json.toString();
    }

    private String profile() {
        ObjectNode json = Json.object();
        json.put("member_id", MADE);
        json.put("updated_at", "2000-01-01");
        ObjectNode attributes = json.putObject("attributes");
        fields.forEach(
                (field, value) -> {
                    if (PROFILE.contains(field)) {
                        json.put(field, value);
                    } else {
                        attributes.put(field, value);
                    }
                });
        ArrayNode all = json.putArray("tags");
        tags.forEach(
                (key, value) ->
                        all.addObject()
                                .put("key", key)
                                .put("value", value)
                                .put("source", "MANUAL"));
        return json.toString();
    }

    private static final Set<String> PROFILE =
            Set.of(
                    "name",
                    "nick",
                    "gender",
                    "birthday",
                    "registered_at",
                    "email",
                    "phone",
                    "province",
                    "city",
                    "address");
}
