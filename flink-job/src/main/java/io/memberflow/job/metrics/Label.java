package io.memberflow.job.metrics;

import io.memberflow.order.BehaviourReader;
import io.memberflow.order.MemberReader;
import io.memberflow.order.OrderReader;
import io.memberflow.order.RejectCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a metric is divided by. All values are known beforehand, so no event adds a series. */
public enum Label {
    STREAM(List.of(OrderReader.STREAM, MemberReader.STREAM, BehaviourReader.STREAM)),
    CODE(Arrays.stream(RejectCode.values()).map(Enum::name).toList()),
    AGE(Arrays.stream(Age.values()).map(Age::label).toList()),
    CAUSE(List.of("ORDER", "PROFILE", "BEHAVIOUR", "TIME", "RULES", "POPULATION")),
    CHANGE(List.of("ENTER", "LEAVE"));

    private final List<String> values;

    Label(List<String> values) {
        this.values = values;
    }

    /** The label's name, as it stands in a query. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All values it can have. */
    public List<String> all() {
        return values;
    }
}
