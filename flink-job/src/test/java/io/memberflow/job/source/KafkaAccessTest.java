package io.memberflow.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memberflow.job.config.WrongUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessTest {
    private static final String FILE =
            """
            # of the shop's cluster
            security.protocol=SASL_SSL
            ssl.truststore.password=planted-secret
            group.id=shop-members
            bootstrap.servers=elsewhere:9092
            partition.discovery.interval.ms=1000
            max.poll.records=77
            """;

    @TempDir private Path folder;

    @Test
    void whatTheFileSaysIsFollowedWhereAClientIsMade() throws IOException {
        Properties properties = access(FILE).properties();

        assertThat(properties)
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("partition.discovery.interval.ms", "1000")
                .doesNotContainKeys("group.id");
        assertThat(properties.toString()).doesNotContain("planted-secret");
        properties.put("key.deserializer", ByteArrayDeserializer.class);
        properties.put("value.deserializer", ByteArrayDeserializer.class);
        ConsumerConfig consumer = new ConsumerConfig(properties);
        assertThat(consumer.getInt("max.poll.records")).isEqualTo(77);
        assertThat(consumer.getPassword("ssl.truststore.password"))
                .isEqualTo(new Password("planted-secret"));
    }

    @Test
    void clientsDoNotRunHotWhileNoBrokerAnswersUnlessTheFileWantsIt() throws IOException {
        String strategy = "metadata.recovery.strategy";
        assertThat(new KafkaAccess("broker:9092", null).properties())
                .containsEntry(strategy, "none");
        assertThat(access(strategy + "=rebootstrap\n").properties().getProperty(strategy))
                .startsWith("${file:");
    }

    @Test
    void noSecretTravelsWithTheJob() throws IOException {
        byte[] source =
                InstantiationUtil.serializeObject(KafkaEvents.of(access(FILE), "orders", "group"));

        assertThat(new String(source, StandardCharsets.ISO_8859_1))
                .contains("ssl.truststore.password", "isolation.level", "read_committed")
                .doesNotContain("planted-secret", "elsewhere");
    }

    @Test
    void theGroupIsTheFilesOrTheChannels() throws IOException {
        assertThat(access(FILE).group("default")).isEqualTo("shop-members");
        assertThat(access("a=b\n").group("default")).isEqualTo("memberflow-default");
        assertThat(new KafkaAccess("broker:9092", null).group("test")).isEqualTo("memberflow-test");
    }

    @Test
    void referencesOfTheFileItselfAreLeftAsTheyAre() throws IOException {
        Properties properties =
                access(
                                """
                                config.providers=env
                                config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
                                sasl.jaas.config=${env:JAAS}
                                """)
                        .properties();

        assertThat(properties)
                .containsEntry("config.providers", "env")
                .containsEntry("sasl.jaas.config", "${env:JAAS}");
    }

    @Test
    void aFileThatCannotBeUsedIsToldByItsName() throws IOException {
        Path colon = Files.writeString(folder.resolve("a:b"), "a=b\n");
        Path broken = Files.writeString(folder.resolve("broken"), "a=\\uZZZZ\n");

        assertThatThrownBy(() -> new KafkaAccess("b:1", "gone.properties").properties())
                .isInstanceOf(WrongUse.class)
                .hasMessage(
                        "--kafka-properties gone.properties cannot be read: give a file of KEY=VALUE lines.");
        assertThatThrownBy(() -> new KafkaAccess("b:1", broken.toString()).properties())
                .isInstanceOf(WrongUse.class)
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> new KafkaAccess("b:1", colon.toString()).properties())
                .isInstanceOf(WrongUse.class)
                .hasMessageContaining("no path with a colon");
    }

    private KafkaAccess access(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("kafka.properties"), text);
        return new KafkaAccess("broker:9092", file.toString());
    }
}
