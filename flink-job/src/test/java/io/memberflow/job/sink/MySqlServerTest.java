package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlServerTest {
    @ParameterizedTest
    @CsvSource({
        "MySQL, 8.0.17, true, utf8mb4_0900_bin",
        "MySQL, 8.0.28-0ubuntu4, true, utf8mb4_0900_bin",
        "MySQL, 8.4.6, true, utf8mb4_0900_bin",
        "MySQL, 9.0.1-commercial, true, utf8mb4_0900_bin",
        "MySQL, 10, true, utf8mb4_0900_bin",
        "MySQL, 8.0.16, false, utf8mb4_0900_bin",
        "MySQL, 5.7.44-log, false, utf8mb4_0900_bin",
        "MariaDB, 10.11.0-MariaDB, true, utf8mb4_nopad_bin",
        "MariaDB, 10.11.18-MariaDB-0+deb12u1, true, utf8mb4_nopad_bin",
        "MariaDB, 11.4.5-MariaDB, true, utf8mb4_nopad_bin",
        "MariaDB, 10.6.21-MariaDB-log, false, utf8mb4_nopad_bin"
    })
    void whichServersWillDo(String product, String version, boolean will, String collation) {
        MySqlServer server = MySqlServer.of(product, version);
        assertThat(server.isNewEnough()).isEqualTo(will);
        assertThat(server.collation()).isEqualTo(collation);
    }
}
