package io.memberflow.benchmarks.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this process uses. */
final class Machine {
    private static final double NANOS = 1e9;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Machine() {}

    /** Seconds of processor time so far. */
    static double processorSeconds() {
        return SYSTEM.getProcessCpuTime() / NANOS;
    }

    /** How many threads of the whole machine wanted to run, over the last minute. */
    static double load() {
        return SYSTEM.getSystemLoadAverage();
    }

    /** Bytes of heap in use right now, garbage included. */
    static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Bytes of heap in use after garbage was collected. */
    static long collectedHeap() {
        // What the first leaves to finalizers and cleaners goes with the second.
        System.gc();
        System.gc();
        return heap();
    }
}
