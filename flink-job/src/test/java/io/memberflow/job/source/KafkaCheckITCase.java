package io.memberflow.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.memberflow.job.bench.Bench;
import io.memberflow.job.bench.KafkaServer;
import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.WrongUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaCheckITCase {
    private static final KafkaServer BROKER = Bench.broker();
    private static final String ORDERS = Bench.topic("checked-orders", 1);

    @TempDir private Path folder;

    @Test
    void aJobWhoseTopicsAreThereMayStart() {
        new MemberJob()
                .checkInputs(
                        config(
                                BROKER.bootstrapServers(),
                                "--members=kafka:" + ORDERS,
                                "--clock=ticks:kafka:" + ORDERS,
                                "--change-topic=" + ORDERS));
    }

    @Test
    void aMissingTopicIsToldByItsOption() {
        assertThat(wrong(config(BROKER.bootstrapServers(), "--members=kafka:" + ORDERS + "x")))
                .isEqualTo(
                        "--members: there is no topic %sx at %s: did you mean %s?"
                                .formatted(ORDERS, BROKER.bootstrapServers(), ORDERS));
        assertThat(wrong(config(BROKER.bootstrapServers(), "--clock=ticks:kafka:zzzzzzzzzzzzzzz")))
                .startsWith("--clock: there is no topic zzzzzzzzzzzzzzz at ")
                .endsWith(": create it, or correct the name.");
        assertThat(wrong(config(BROKER.bootstrapServers(), "--change-topic=zzzzzzzzzzzzzzz")))
                .startsWith("--change-topic: there is no topic zzzzzzzzzzzzzzz");
    }

    @Test
    void aBrokerThatIsNotThereIsToldByItsAddress() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(wrong(check("localhost:" + port)))
                .startsWith("Kafka at localhost:" + port + " does not answer")
                .endsWith("or give --kafka-properties if it asks for credentials.");
        assertThat(wrong(check("no-such-host.invalid:9092")))
                .startsWith("No client for Kafka at no-such-host.invalid:9092 can be made");
    }

    @Test
    void somethingThatIsNoBrokerDoesNotHoldUs() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(wrong(check("localhost:" + deaf.getLocalPort())))
                    .contains("does not answer (TimeoutException)");
        }
    }

    @Test
    void credentialsComeFromTheFile() throws IOException {
        String secured = BROKER.securedServers();

        new MemberJob().checkInputs(config(secured, credentials(KafkaServer.PASSWORD)));
        assertThat(wrong(config(secured, credentials("wrong-secret"))))
                .isEqualTo(
                        "Kafka at %s does not accept us (SaslAuthenticationException): check the credentials in --kafka-properties."
                                .formatted(secured));
        Path nonsense =
                Files.writeString(folder.resolve("n"), "security.protocol=planted-secret\n");
        assertThat(wrong(config(secured, "--kafka-properties=" + nonsense)))
                .startsWith("No client for Kafka at " + secured)
                .endsWith("and the security in --kafka-properties.")
                .doesNotContain("planted-secret");
    }

    private String credentials(String password) throws IOException {
        return "--kafka-properties="
                + Files.writeString(
                        folder.resolve(password), KafkaServer.clientProperties(password));
    }

    private static KafkaCheck check(String servers) {
        return new KafkaCheck(new KafkaAccess(servers, null), Duration.ofSeconds(2))
                .writes("--change-topic", "any");
    }

    private static String wrong(KafkaCheck check) {
        return catchThrowableOfType(WrongUse.class, check::run).getMessage();
    }

    private static String wrong(JobConfig config) {
        return catchThrowableOfType(WrongUse.class, () -> new MemberJob().checkInputs(config))
                .getMessage();
    }

    private static JobConfig config(String servers, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of("--orders=kafka:" + ORDERS, "--bootstrap-servers=" + servers));
        arguments.addAll(List.of(more));
        return JobArguments.parse(arguments.toArray(String[]::new));
    }
}
