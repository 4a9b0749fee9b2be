package io.memberflow.member;

import java.util.Optional;

/** The kinds of facts that rules match. {@link RowSchema} says what can be read of each. */
public enum RowType {
    /** The member: exactly one. */
    MEMBER("Member", true),
    /** An order of the last 365 days, counting or not. */
    ORDER("Order", false),
    /** A positive line of a counting order of the last 365 days. */
    PURCHASE("Purchase", true),
    /** How often a value was bought among the items or orders of the last 365 days that have it. */
    PREFERENCE("Preference", false),
    /** Counts of one type of behaviour, over all (no key) and by category, campaign or channel. */
    BEHAVIOUR("Behaviour", false),
    /** A tag that stands: of staff, the buyer, a batch or another rule, after precedence. */
    TAG("Tag", false),
    /** A value that a model gave. */
    SEGMENT("Segment", false),
    /** A campaign of the release's table. */
    CAMPAIGN("Campaign", false),
    /** A word of the release's word tables that was found in an address of the last 365 days. */
    WORD("Word", false);

    private final String title;
    private final boolean hasAttributes;

    RowType(String title, boolean hasAttributes) {
        this.title = title;
        this.hasAttributes = hasAttributes;
    }

    /** Its name in rules. */
    public String title() {
        return title;
    }

    /** Whether {@code attributes["…"]} can be read of it. */
    public boolean hasAttributes() {
        return hasAttributes;
    }

    public static Optional<RowType> of(String title) {
        for (RowType type : values()) {
            if (type.title.equals(title)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
