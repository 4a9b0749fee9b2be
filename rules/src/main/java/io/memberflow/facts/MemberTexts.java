package io.memberflow.facts;

import io.memberflow.member.OrderDetails;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The texts that rules can read of the member itself. */
final class MemberTexts {
    private static final RowSchema SCHEMA = RowSchema.of(RowType.MEMBER);

    private final List<RowField> wanted;

    MemberTexts(Wanted wanted) {
        this.wanted = SCHEMA.fields().stream().filter(wanted.texts()::contains).toList();
    }

    /** By index, null for what the member has not and what nobody reads. */
    String[] of(ProfileOn profile, OrdersOn orders, BehavioursOn behaviours) {
        String[] texts = new String[SCHEMA.texts()];
        for (RowField field : wanted) {
            texts[field.index()] =
                    switch (field.name()) {
                        case "mailDomain" -> mailDomain(profile.field("email"));
                        case "homeProvince" -> home(profile, "province", orders);
                        case "homeCity" -> home(profile, "city", orders);
                        case "firstOrderSource" -> orders.firstSource();
                        case "reviewHabit" -> behaviours.reviewHabit();
                        case "bestContactChannel" -> behaviours.bestContactChannel();
                        default -> profile.field(field.name());
                    };
        }
        return texts;
    }

    private static String mailDomain(String email) {
        if (email == null) {
            return null;
        }
        String domain = email.substring(email.lastIndexOf('@') + 1).strip();
        return domain.isEmpty() || domain.length() == email.length()
                ? null
                : domain.toLowerCase(Locale.ROOT);
    }

    /** The profile's, else that of the newest counting order that has one, without 省 or 市. */
    private static String home(ProfileOn profile, String field, OrdersOn orders) {
        String place = profile.field(field);
        if (place == null) {
            place =
                    newest(
                            orders,
                            field.equals("city") ? OrderDetails::city : OrderDetails::province);
        }
        boolean hasEnding =
                place != null && place.length() > 1 && (place.endsWith("市") || place.endsWith("省"));
        return hasEnding ? place.substring(0, place.length() - 1) : place;
    }

    private static String newest(OrdersOn orders, Function<OrderDetails, String> text) {
        for (int row = orders.to() - 1; row >= orders.dated(); row--) {
            if (orders.counts(row) && text.apply(orders.details(row)) != null) {
                return text.apply(orders.details(row));
            }
        }
        return null;
    }
}
