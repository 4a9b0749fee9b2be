package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a rule asks of one row. A test of something the row, or the row it is compared with, has not
 * is false, whichever test it is.
 */
public sealed interface RowTest {

    /** A number against a constant. */
    record Numeric(Reading of, Comparison comparison, long constant) implements RowTest {}

    /** A number against one of an earlier row. */
    record NumberOfRow(Reading of, Comparison comparison, Bound with) implements RowTest {}

    /** A text against constants: one of them must fit, or none when the operator is negated. */
    record Text(Reading of, TextOperator operator, List<String> texts) implements RowTest {}

    /** A text against one of an earlier row. */
    record TextOfRow(Reading of, TextOperator operator, Bound with) implements RowTest {}

    /** Whether the row has something at all. */
    record Presence(Reading of, boolean present) implements RowTest {}

    /** All of them; none at all is true. */
    record AllOf(List<RowTest> of) implements RowTest {}

    /** At least one of them. */
    record AnyOf(List<RowTest> of) implements RowTest {}

    /**
     * Whether a row passes.
     *
     * @param bound the earlier rows, by slot
     */
    default boolean passes(Row row, Row[] bound) {
        if (this instanceof Numeric n) {
            long value = n.of().number(row);
            return value != Fact.ABSENT && n.comparison().holds(value, n.constant());
        } else if (this instanceof Text t) {
            return t.operator().passes(t.of().text(row), t.texts());
        } else if (this instanceof AllOf all) {
            for (int i = 0; i < all.of().size(); i++) {
                RowTest test = all.of().get(i);
                if (!test.passes(row, bound)) {
                    return false;
                }
            }
            return true;
        } else if (this instanceof AnyOf any) {
            for (int i = 0; i < any.of().size(); i++) {
                RowTest test = any.of().get(i);
                if (test.passes(row, bound)) {
                    return true;
                }
            }
            return false;
        } else if (this instanceof NumberOfRow n) {
            long value = n.of().number(row);
            long other = n.with().of().number(bound[n.with().slot()]);
            return value != Fact.ABSENT
                    && other != Fact.ABSENT
                    && n.comparison().holds(value, other);
        } else if (this instanceof TextOfRow t) {
            String other = t.with().of().text(bound[t.with().slot()]);
            return other != null && t.operator().passes(t.of().text(row), List.of(other));
        }
        Presence presence = (Presence) this;
        return presence.of().isPresent(row) == presence.present();
    }

    /** Hands every single test in it to {@code visitor}. */
    default void forEachLeaf(Consumer<RowTest> visitor) {
        if (this instanceof AllOf all) {
            all.of().forEach(test -> test.forEachLeaf(visitor));
        } else if (this instanceof AnyOf any) {
            any.of().forEach(test -> test.forEachLeaf(visitor));
        } else {
            visitor.accept(this);
        }
    }

    /** What a single test reads; null for a group. */
    default Reading reading() {
        if (this instanceof Numeric n) {
            return n.of();
        } else if (this instanceof NumberOfRow n) {
            return n.of();
        } else if (this instanceof Text t) {
            return t.of();
        } else if (this instanceof TextOfRow t) {
            return t.of();
        }
        return this instanceof Presence p ? p.of() : null;
    }

    /** The earlier row's part that a single test compares with, or null. */
    default Bound with() {
        if (this instanceof NumberOfRow n) {
            return n.with();
        }
        return this instanceof TextOfRow t ? t.with() : null;
    }
}
