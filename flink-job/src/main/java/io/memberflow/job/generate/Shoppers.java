package io.memberflow.job.generate;

import java.math.BigInteger;

/**
 * Who buys. A member is a number from 0, the most active first; its id hides that order. About a
 * third of the members are there when the plan begins, the others join over its days; one in four
 * stays for good, the others stop after 240 days in the mean.
 */
final class Shoppers {

    private static final int HOT = 0;
    private static final double TOP = 0.05;
    private static final int ATTEMPTS = 6;
    private static final double MEAN_STAY = 240;
    private static final long JOINS = 1;
    private static final long STAYS = 2;
    private static final long SPENDS = 3;

    private final ShopPlan plan;
    private final long stride;

    Shoppers(ShopPlan plan) {
        this.plan = plan;
        this.stride = coprime(plan.members());
    }

    /** Who places an order on a day of the plan. */
    int pick(int day, Dice dice) {
        if (plan.hotShare() > 0 && dice.chance(plan.hotShare())) {
            return HOT;
        }
        int member = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            member = (int) (plan.members() * place(dice.unit()));
            if (isActive(member, day)) {
                return member;
            }
        }
        return member;
    }

    /** The member's id as the shop's systems know it. */
    String id(int member) {
        return "m-" + (100_000 + (member * stride + plan.members() / 3) % plan.members());
    }

    /** How much more than the others a member spends: 0.5 to 2. */
    double spending(int member) {
        return StrictMath.pow(2, 2 * Dice.share(plan.seed(), SPENDS, member) - 1);
    }

    /** Where in the ranking a share of the orders falls; 0.05 keeps its top from being a spike. */
    private double place(double share) {
        if (plan.skew() == 1) {
            return share;
        }
        double least = StrictMath.pow(TOP, plan.skew());
        return (StrictMath.pow(TOP + share, plan.skew()) - least)
                / (StrictMath.pow(TOP + 1, plan.skew()) - least);
    }

    private boolean isActive(int member, int day) {
        double joined = (1.5 * Dice.share(plan.seed(), JOINS, member) - 0.5) * plan.days();
        if (day < joined) {
            return false;
        }
        double stay = Dice.share(plan.seed(), STAYS, member);
        return stay < 0.25 || day < joined - MEAN_STAY * StrictMath.log((1 - stay) / 0.75);
    }

    private static long coprime(int members) {
        long candidate = (long) (members * 0.618) + 1;
        while (!BigInteger.valueOf(candidate)
                .gcd(BigInteger.valueOf(members))
                .equals(BigInteger.ONE)) {
            candidate++;
        }
        return candidate;
    }
}
