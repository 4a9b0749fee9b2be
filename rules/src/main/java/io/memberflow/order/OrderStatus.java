package io.memberflow.order;

/**
 * What a state of an order says of it. The order of the constants is part of the contract: of two
 * states that agree in version and time the later constant stands (facts.md §1).
 */
public enum OrderStatus {
    CREATED(false),
    PAID(true),
    SHIPPED(true),
    COMPLETED(true),
    CANCELLED(false),
    EXPIRED(false),
    REFUNDED(true);

    private final boolean paid;

    OrderStatus(boolean paid) {
        this.paid = paid;
    }

    /** Whether money was paid, so that the state is dated by {@code paid_at} and may count. */
    public boolean isPaid() {
        return paid;
    }
}
