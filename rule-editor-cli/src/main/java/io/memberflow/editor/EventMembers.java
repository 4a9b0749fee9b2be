package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Inspection;
import io.memberflow.order.Assembled;
import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.BehaviourReader;
import io.memberflow.order.Cleaning;
import io.memberflow.order.InputFiles;
import io.memberflow.order.InputProblem;
import io.memberflow.order.LineAssembler;
import io.memberflow.order.MemberEvent;
import io.memberflow.order.MemberReader;
import io.memberflow.order.Order;
import io.memberflow.order.OrderLine;
import io.memberflow.order.OrderReader;
import io.memberflow.order.Parsed;
import io.memberflow.order.RawEvent;
import io.memberflow.order.RecordReader;
import io.memberflow.order.Rejected;
import io.memberflow.rfm.KnownMember;
import io.memberflow.rfm.MemberHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Members as a bounded run would know them from the events given, held in memory. */
final class EventMembers implements MemberSource {
    private final OrderReader orders;
    private final MemberReader members;
    private final BehaviourReader behaviours;
    private final LineAssembler assembler;
    private final Map<String, KnownMember> known = new TreeMap<>();
    private final Map<String, List<OrderLine>> lines = new TreeMap<>();
    private final List<Rejected> rejected = new ArrayList<>();

    private final LocalDate asOf;

    EventMembers(Cleaning cleaning, LocalDate asOf) {
        this.asOf = asOf;
        orders = new OrderReader(cleaning);
        members = new MemberReader(cleaning);
        behaviours = new BehaviourReader(cleaning);
        assembler = new LineAssembler(cleaning);
    }

    /** Reads files as {@code memberflow run} does. */
    void readOrders(String path) throws IOException {
        read(InputFiles.find(path), event -> orders.read(event, 0));
        for (List<OrderLine> one : lines.values()) {
            Assembled assembled = assembler.assemble(one, 0);
            rejected.addAll(assembled.rejected());
            if (assembled.order() != null) {
                add(assembled.order().order());
            }
        }
        lines.clear();
    }

    void readMembers(String path) throws IOException {
        read(InputFiles.findJsonLines(path), event -> members.read(event, 0));
    }

    void readBehaviours(String path) throws IOException {
        read(InputFiles.findJsonLines(path), event -> behaviours.read(event, 0));
    }

    /** An event as it would stand in a file of orders. */
    void addOrder(String json) {
        add(orders.read(raw(json), 0));
    }

    void addMember(String json) {
        add(members.read(raw(json), 0));
    }

    /** What was not taken. */
    List<Rejected> rejected() {
        return rejected;
    }

    private static RawEvent raw(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new RawEvent("--", bytes, bytes.length, null);
    }

    private void read(List<Path> files, Function<RawEvent, Parsed> reader) throws IOException {
        for (Path file : files) {
            try (RecordReader records =
                    RecordReader.open(Files.newInputStream(file), file.toString())) {
                for (RawEvent event = records.next(); event != null; event = records.next()) {
                    add(reader.apply(event));
                }
            } catch (InputProblem e) {
                throw Stop.wrongUse(Message.BAD_INPUT, e.getMessage());
            }
        }
    }

    private void add(Parsed parsed) {
        if (parsed instanceof Rejected one) {
            rejected.add(one);
        } else if (parsed instanceof OrderLine line) {
            lines.computeIfAbsent(line.key(), key -> new ArrayList<>()).add(line);
        } else {
            known.computeIfAbsent(memberOf(parsed), id -> new KnownMember()).add(parsed);
        }
    }

    private static String memberOf(Parsed parsed) {
        if (parsed instanceof Order order) {
            return order.memberId();
        } else if (parsed instanceof MemberEvent said) {
            return said.memberId();
        }
        return ((BehaviourEvent) parsed).memberId();
    }

    /** What is known of each member, by id. */
    Map<String, MemberHistory> histories() {
        Map<String, MemberHistory> histories = new TreeMap<>();
        known.forEach((id, one) -> histories.put(id, one.history(id)));
        return histories;
    }

    @Override
    public LocalDate asOf() {
        return asOf;
    }

    @Override
    public Optional<MemberView> find(String memberId, CompiledRules rules, Language language) {
        return Optional.ofNullable(known.get(memberId))
                .map(one -> MemberView.of(rules, one.history(memberId), asOf, language));
    }

    @Override
    public void forEach(CompiledRules rules, BiConsumer<String, Inspection> visitor) {
        Decider decider = new Decider(rules, rules.catalogue().scores());
        int day = (int) asOf.toEpochDay();
        histories().forEach((id, one) -> visitor.accept(id, decider.inspect(one, day)));
    }
}
