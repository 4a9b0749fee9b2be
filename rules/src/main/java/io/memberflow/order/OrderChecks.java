package io.memberflow.order;

import static io.memberflow.order.RejectCode.BAD_AMOUNT;
import static io.memberflow.order.RejectCode.FUTURE;
import static io.memberflow.order.RejectCode.MALFORMED;
import static io.memberflow.order.RejectCode.NO_MEMBER;
import static io.memberflow.order.RejectCode.NO_TIME;
import static io.memberflow.order.RejectCode.TOO_OLD;
import static io.memberflow.order.RejectCode.WRONG_CURRENCY;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Types the fields of a draft and finds the first code of facts.md §2 that applies to it. */
final class OrderChecks {

    /** The largest amount: 1e12 yuan, in fen. */
    static final long MAX_AMOUNT = 100_000_000_000_000L;

    private static final int MONEY_SCALE = 2;
    private static final Map<String, OrderStatus> STATUSES =
            Arrays.stream(OrderStatus.values())
                    .collect(Collectors.toMap(Enum::name, Function.identity()));

    private final Cleaning cleaning;
    private final EventChecks common;

    OrderChecks(Cleaning cleaning) {
        this.cleaning = cleaning;
        this.common = new EventChecks(cleaning);
    }

    /**
     * The draft, checked.
     *
     * @param ofLine whether the draft is a line of an order, whose amount may be missing
     * @param clock the processing clock in microseconds since the epoch; only live runs look at it
     * @param today as for {@link OrderReader#read(RawEvent, long, int)}
     */
    Checked check(Draft draft, boolean ofLine, long clock, int today) {
        String orderId =
                EventChecks.id(Field.ORDER_ID.column, draft.get(Field.ORDER_ID), draft.faults());
        String memberId =
                EventChecks.id(Field.MEMBER_ID.column, draft.get(Field.MEMBER_ID), draft.faults());
        if (orderId == null) {
            draft.fault("order_id is missing or blank: every order needs its id.");
        }
        OrderStatus status = status(draft);
        long version = version(draft);
        long createdAt = time(draft, Field.CREATED_AT);
        long paidAt = time(draft, Field.PAID_AT);
        long updatedAt = time(draft, Field.UPDATED_AT);
        if (updatedAt == Order.NO_TIME) {
            updatedAt = paidAt != Order.NO_TIME ? paidAt : createdAt;
        }
        Money money = new Money();
        long amount = money.read(draft, Field.AMOUNT);
        long refund = money.read(draft, Field.REFUND_AMOUNT);
        long discount = money.read(draft, Field.DISCOUNT);
        if (amount == Checked.NONE && !ofLine) {
            draft.fault("amount is missing: every order needs it, as in 199.00.");
        }
        if (refund == Checked.NONE && status != OrderStatus.REFUNDED) {
            refund = 0;
        }
        money.compare(refund, amount);

        RejectCode code = null;
        String message = null;
        if (draft.fault() != null) {
            code = MALFORMED;
            message = draft.fault();
        } else if (common.noMember(memberId, "order") != null) {
            code = NO_MEMBER;
            message = common.noMember(memberId, "order");
        } else if (status.isPaid() && paidAt == Order.NO_TIME) {
            code = NO_TIME;
            message = "paid_at is missing and the status " + status + " counts: send the time.";
        } else if (updatedAt == Order.NO_TIME && draft.get(Field.VERSION) == null) {
            code = NO_TIME;
            message = "version, updated_at, paid_at and created_at are all missing: send one.";
        } else if (money.problem != null) {
            code = BAD_AMOUNT;
            message = money.problem;
        } else if (!isRightCurrency(draft.get(Field.CURRENCY))) {
            code = WRONG_CURRENCY;
            message =
                    "currency is not "
                            + cleaning.currency()
                            + ": convert the amounts, or set --currency if the shop's is another.";
        } else {
            String future = future(clock, createdAt, paidAt, updatedAt);
            if (future != null) {
                code = FUTURE;
                message = future;
            } else if (isTooOld(status, paidAt, updatedAt, today)) {
                code = TOO_OLD;
                message =
                        "The order is dated before the retention of "
                                + cleaning.retentionDays()
                                + " days: read it with --orders-history.";
            }
        }
        return new Checked(
                orderId,
                memberId,
                version,
                status,
                createdAt,
                paidAt,
                updatedAt,
                amount,
                refund,
                discount == Checked.NONE ? 0 : discount,
                texts(draft),
                List.copyOf(draft.items()),
                code,
                message);
    }

    int dayOf(long time) {
        return common.dayOf(time);
    }

    /** The local date an order is dated with, {@link Order#NO_DAY} without a time. */
    int day(OrderStatus status, long paidAt, long updatedAt) {
        long time = status.isPaid() ? paidAt : updatedAt;
        return time == Order.NO_TIME ? Order.NO_DAY : common.dayOf(time);
    }

    /** Why an amount cannot be what was paid, or null. */
    static String amountProblem(String name, long fen) {
        if (fen < 0) {
            return name + " is negative: send refunds as refund_amount.";
        }
        if (fen > MAX_AMOUNT) {
            return name + " is over 1e12: send the amount in whole currency units.";
        }
        return null;
    }

    /** Why a refund does not fit its amount, or null. */
    static String refundProblem(long refund, long amount) {
        return refund > amount
                ? "refund_amount is greater than amount: send what was given back of this order."
                : null;
    }

    private static List<String> texts(Draft draft) {
        return Arrays.asList(
                draft.get(Field.SHOP),
                draft.get(Field.CHANNEL),
                draft.get(Field.SOURCE),
                draft.get(Field.CARRIER),
                draft.get(Field.PROVINCE),
                draft.get(Field.CITY),
                draft.get(Field.ADDRESS));
    }

    private static OrderStatus status(Draft draft) {
        String text = draft.get(Field.STATUS);
        if (text == null) {
            draft.fault("status is missing: send one of " + statuses() + ".");
            return null;
        }
        OrderStatus status = STATUSES.get(text.strip());
        if (status == null) {
            draft.fault("status " + Texts.quote(text) + " is unknown: use " + statuses() + ".");
        }
        return status;
    }

    private static String statuses() {
        return Arrays.stream(OrderStatus.values())
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }

    private static long version(Draft draft) {
        String text = draft.get(Field.VERSION);
        if (text == null) {
            return 0;
        }
        long version = Decimals.parse(text, 0);
        if (!Decimals.isNumber(version)) {
            draft.fault("version is no whole number of 64 bits: count an order's states from 1.");
            return 0;
        }
        return version;
    }

    private long time(Draft draft, Field field) {
        return common.time(field.column, draft.get(field), draft.faults());
    }

    private boolean isRightCurrency(String currency) {
        return currency == null || currency.strip().equals(cleaning.currency());
    }

    private String future(long clock, long createdAt, long paidAt, long updatedAt) {
        String created = common.future("created_at", createdAt, clock);
        String paid = created != null ? created : common.future("paid_at", paidAt, clock);
        return paid != null ? paid : common.future("updated_at", updatedAt, clock);
    }

    private boolean isTooOld(OrderStatus status, long paidAt, long updatedAt, int today) {
        if (cleaning.asOf() != null
                || cleaning.retentionDays() == Cleaning.UNLIMITED
                || today == Order.NO_DAY) {
            return false;
        }
        int day = day(status, paidAt, updatedAt);
        return day != Order.NO_DAY && (long) today - day >= cleaning.retentionDays();
    }

    /** Amounts in fen and the first thing wrong with them that is not a matter of form. */
    private static final class Money {
        private String problem;

        long read(Draft draft, Field field) {
            String text = draft.get(field);
            if (text == null) {
                return Checked.NONE;
            }
            long fen = Decimals.parse(text, MONEY_SCALE);
            if (fen == Decimals.NOT_A_NUMBER) {
                draft.fault(
                        field.column
                                + " "
                                + Texts.quote(text)
                                + " is no decimal number: write it as 199.00.");
                return 0;
            }
            if (fen == Decimals.TOO_FINE) {
                found(
                        field.column
                                + " "
                                + Texts.quote(text)
                                + " has more than two decimals: round it at the source.");
                return 0;
            }
            if (fen == Decimals.TOO_LARGE) {
                found(
                        field.column
                                + " "
                                + Texts.quote(text)
                                + " is beyond 1e12: send the amount in whole currency units.");
                return 0;
            }
            found(amountProblem(field.column, fen));
            return fen;
        }

        void compare(long refund, long amount) {
            if (amount != Checked.NONE && refund != Checked.NONE) {
                found(refundProblem(refund, amount));
            }
        }

        private void found(String sentence) {
            if (problem == null) {
                problem = sentence;
            }
        }
    }
}
