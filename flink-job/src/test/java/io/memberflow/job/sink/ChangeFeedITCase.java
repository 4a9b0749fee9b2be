package io.memberflow.job.sink;

import static io.memberflow.job.sink.Samples.DAY;
import static io.memberflow.job.sink.Samples.change;
import static io.memberflow.job.sink.Samples.rows;
import static io.memberflow.job.sink.Samples.stage;
import static io.memberflow.job.sink.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.job.bench.Bench;
import io.memberflow.job.source.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeFeedITCase {
    @TempDir private Path folder;

    @Test
    void everyChangeIsAMessageUnderItsMember() throws Exception {
        String topic = Bench.topic("changes", 3);
        Path properties = Files.writeString(folder.resolve("kafka.properties"), "linger.ms=1\n");
        MemberRows nothingChanged = rows("m-0", 5, stage("lifecycle", "死亡"));
        MemberRows moved =
                with(
                        rows("m-1", 7, stage("lifecycle", "活跃期")),
                        false,
                        change(7, "蜜月期", "LEAVE", DAY),
                        change(7, "活跃期", "ENTER", DAY));
        MemberRows later =
                with(
                        rows("m-1", 9, stage("lifecycle", "流失期")),
                        false,
                        change(9, "活跃期", "LEAVE", DAY + 90));

        Configuration flink = new Configuration();
        flink.setString("pipeline.generic-types", "false");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        env.fromData(TypeInformation.of(MemberRows.class), nothingChanged, moved, later)
                .sinkTo(
                        new ChangeFeed(
                                new KafkaAccess(
                                                Bench.broker().bootstrapServers(),
                                                properties.toString())
                                        .properties(),
                                topic));
        env.execute("feed");

        List<String> told = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : Bench.broker().readAll(topic)) {
            assertThat(new String(message.key(), StandardCharsets.UTF_8)).isEqualTo("m-1");
            JsonNode json = new ObjectMapper().readTree(message.value());
            assertThat(json.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "member_id",
                            "row_version",
                            "kind",
                            "name",
                            "value",
                            "change",
                            "on_date",
                            "cause",
                            "rule",
                            "rules_version",
                            "written_at");
            assertThat(json.get("member_id").asText()).isEqualTo("m-1");
            assertThat(json.get("rules_version").asInt()).isEqualTo(moved.rulesVersion());
            told.add(
                    "%s %s %s %s"
                            .formatted(
                                    json.get("row_version"),
                                    json.get("change").asText(),
                                    json.get("value").asText(),
                                    json.get("on_date").asText()));
        }
        assertThat(told)
                .containsExactly(
                        "7 LEAVE 蜜月期 2025-03-10",
                        "7 ENTER 活跃期 2025-03-10",
                        "9 LEAVE 活跃期 2025-06-08");
    }
}
