package io.memberflow.job.sink;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.apache.flink.util.UserCodeClassLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDBC drivers in the job's jar. They enter themselves into a list of the JVM, which would keep
 * all classes of a job from being unloaded when it has ended.
 */
final class Drivers {
    private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

    private Drivers() {}

    /** Has them taken out of the list when nobody needs the job's classes any more. */
    static void leaveWith(UserCodeClassLoader job) {
        job.registerReleaseHookIfAbsent("memberflow-jdbc-drivers", Drivers::leave);
    }

    private static void leave() {
        ClassLoader own = Drivers.class.getClassLoader();
        if (own == ClassLoader.getSystemClassLoader()) {
            return; // the program is the JVM's own, and other jobs of it go on
        }
        DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == own)
                .toList()
                .forEach(Drivers::leave);
    }

    private static void leave(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
            LOG.warn("A driver stays registered. driver={}", driver.getClass().getName(), e);
        }
    }
}
