package io.memberflow.job.chaos;

import java.time.Duration;

/**
 * How much of everything.
 *
 * @param orders states of orders; events of all streams are about twice as many
 * @param sending how long sending them takes at least
 * @param releases how many releases decide, one after the other
 * @param releaseEvery the pause between two of them
 * @param settling how long a busy machine may take for one step, and until nothing is left to do
 */
record ChaosSize(
        int orders,
        int members,
        Duration sending,
        int taskManagerKills,
        int jobManagerKills,
        int databaseRestarts,
        int brokerRestarts,
        int releases,
        Duration releaseEvery,
        Duration settling) {
    private static final ChaosSize CI =
            new ChaosSize(
                    2_500,
                    120,
                    Duration.ofSeconds(25),
                    3,
                    1,
                    1,
                    1,
                    3,
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(240));

    /** With {@code -Dmemberflow.chaos.orders} of other than 300,000 orders. */
    private static ChaosSize nightly() {
        int orders = Integer.getInteger("memberflow.chaos.orders", 300_000);
        return new ChaosSize(
                orders,
                orders / 30,
                Duration.ofMinutes(8),
                20,
                2,
                2,
                1,
                10,
                Duration.ofMinutes(1),
                Duration.ofMinutes(20));
    }

    /** The nightly size with {@code -Dmemberflow.full=true}, else the one of every build. */
    static ChaosSize chosen() {
        return isFull() ? nightly() : CI;
    }

    static boolean isFull() {
        return Boolean.getBoolean("memberflow.full");
    }
}
