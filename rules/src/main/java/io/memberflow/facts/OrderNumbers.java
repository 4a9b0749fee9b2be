package io.memberflow.facts;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import java.util.Arrays;

/** The numbers that come from single orders: shares of them, medians over them, the large one. */
final class OrderNumbers {
    private static final String MOBILE = "MOBILE";
    private static final int LARGE_DAYS = 30;
    private static final long LARGE_AMOUNT = 1000_00;
    private static final int LARGE_TIMES = 3;

    private final CampaignOrders campaigns;
    private final int orders;
    private final int discounted;
    private final int items;
    private final int discountShare;
    private final int itemsPerOrder;
    private final int campaignShare;
    private final int mobileShare;
    private final int firstOrderCampaign;
    private final int medianMinutesToPay;
    private final int typicalOrderValue;
    private final int addresses;
    private final int largeOrderOn;

    OrderNumbers(FactSchema schema, Slots slots, CampaignOrders campaigns) {
        this.campaigns = campaigns;
        int year = schema.windowBase(OrdersOn.YEAR);
        this.orders = year + FactSchema.ORDERS;
        this.discounted = year + FactSchema.DISCOUNTED_ORDERS;
        this.items = year + FactSchema.ITEMS;
        this.discountShare = slots.of("discountShare");
        this.itemsPerOrder = slots.of("itemsPerOrder");
        this.campaignShare = slots.of("campaignShare");
        this.mobileShare = slots.of("mobileShare");
        this.firstOrderCampaign = slots.of("firstOrderCampaign");
        this.medianMinutesToPay = slots.of("medianMinutesToPay");
        this.typicalOrderValue = slots.of("typicalOrderValue");
        this.addresses = slots.of("addresses");
        this.largeOrderOn = slots.of("largeOrderOn");
    }

    /** Adds what is wanted; the totals of 365 days are in {@code numbers} where they are needed. */
    void addTo(long[] numbers, OrdersOn on) {
        if (discountShare >= 0) {
            numbers[discountShare] = Figures.ratio(numbers[discounted], numbers[orders]);
        }
        if (itemsPerOrder >= 0) {
            numbers[itemsPerOrder] = Figures.ratio(numbers[items], numbers[orders]);
        }
        if (campaignShare >= 0 || mobileShare >= 0) {
            shares(numbers, on);
        }
        if (firstOrderCampaign >= 0 && on.firstDay() != Fact.ABSENT) {
            boolean campaign = campaigns.contain(on.firstSource(), (int) on.firstDay());
            numbers[firstOrderCampaign] = campaign ? 1 : 0;
        }
        if (medianMinutesToPay >= 0) {
            numbers[medianMinutesToPay] =
                    Figures.median(
                            Arrays.stream(on.countingRows())
                                    .mapToLong(on::minutesToPay)
                                    .filter(minutes -> minutes != Fact.ABSENT)
                                    .toArray());
        }
        if (typicalOrderValue >= 0) {
            numbers[typicalOrderValue] =
                    Figures.median(Arrays.stream(on.countingRows()).mapToLong(on::net).toArray());
        }
        if (addresses >= 0) {
            numbers[addresses] = Receivers.of(on).size();
        }
        if (largeOrderOn >= 0) {
            numbers[largeOrderOn] = largeOrderOn(on);
        }
    }

    private void shares(long[] numbers, OrdersOn on) {
        int[] rows = on.countingRows();
        int campaign = 0;
        int mobile = 0;
        for (int row : rows) {
            campaign += campaigns.contain(on.details(row).source(), on.on(row)) ? 1 : 0;
            mobile += MOBILE.equals(on.details(row).channel()) ? 1 : 0;
        }
        if (campaignShare >= 0) {
            numbers[campaignShare] = Figures.ratio(campaign, rows.length);
        }
        if (mobileShare >= 0) {
            numbers[mobileShare] = Figures.ratio(mobile, rows.length);
        }
    }

    private static long largeOrderOn(OrdersOn on) {
        int[] rows = on.countingRows();
        for (int i = rows.length - 1; i >= 0 && on.age(rows[i]) < LARGE_DAYS; i--) {
            long mean = on.earlierMean(rows[i]);
            long needed =
                    mean == Fact.ABSENT ? LARGE_AMOUNT : Math.max(LARGE_AMOUNT, LARGE_TIMES * mean);
            if (on.net(rows[i]) >= needed) {
                return on.on(rows[i]);
            }
        }
        return Fact.ABSENT;
    }
}
