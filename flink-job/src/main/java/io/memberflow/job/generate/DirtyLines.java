package io.memberflow.job.generate;

/** Lines that must be rejected, one kind for each way a source goes wrong. */
final class DirtyLines {

    private static final String[] KINDS = {
        "{\"order_id\":\"%s\",\"member_id\":\"m-1\",\"status\":\"PAID\",\"paid_at\":\"%s\",\"amo",
        "{\"order_id\":\"%s\",\"member_id\":\"m-1\",\"status\":\"付款\",\"paid_at\":\"%s\",\"amount\":\"10.00\"}",
        "{\"order_id\":\"%s\",\"status\":\"PAID\",\"paid_at\":\"%s\",\"amount\":\"10.00\"}",
        "{\"order_id\":\"%s\",\"member_id\":\"m-1\",\"status\":\"PAID\",\"updated_at\":\"%s\",\"amount\":\"10.00\"}",
        "{\"order_id\":\"%s\",\"member_id\":\"m-1\",\"status\":\"PAID\",\"paid_at\":\"%s\",\"amount\":\"-10.00\"}",
        "{\"order_id\":\"%s\",\"member_id\":\"m-1\",\"status\":\"PAID\",\"paid_at\":\"%s\",\"amount\":\"10.005\"}",
        "{\"order_id\":\"%s\",\"member_id\":\"m-1\",\"status\":\"PAID\",\"paid_at\":\"%s\",\"amount\":\"10.00\",\"currency\":\"USD\"}",
        "{\"order_id\":\"%s\",\"member_id\":\"m-1\",\"status\":\"PAID\",\"paid_at\":\"2999-01-01T00:00:00Z\",\"amount\":\"10.00\",\"note\":\"%s\"}"
    };

    private final String time;

    DirtyLines(ShopPlan plan) {
        this.time = new Clockwork(plan.zone()).write(plan.end() - 1);
    }

    String next(Dice dice) {
        return dice.oneOf(KINDS).formatted("X" + dice.below(1_000_000), time);
    }
}
