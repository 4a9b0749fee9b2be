package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseConfigTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/db?password=s3cret",
                "jdbc:postgresql://h/db?user=u&Password=s3cret",
                "jdbc:postgresql://h/db?pass%77ord=s3cret",
                "jdbc:postgresql://h/db?sslpassword=s3cret",
                "jdbc:postgresql://u:s3cret@h/db",
                "jdbc:mysql://h/db?user=u&password=s3cret",
                "jdbc:mariadb://h/db?password2=s3cret",
                "jdbc:mariadb://h/db?trustStorePassword=s3cret",
                "jdbc:mysql://u:s3cret@h/db",
                "jdbc:h2:./x;PASSWORD=s3cret"
            })
    void aPasswordInTheUrlIsRefusedAndNotRepeated(String url) {
        assertThatThrownBy(() -> new DatabaseConfig(url, null, null, null))
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("--jdbc-password-file")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h:5432/db?ssl=true&sslmode=require",
                "jdbc:postgresql://[::1]:5432/db",
                "jdbc:postgresql:db",
                "jdbc:mysql://h:3306/db?sslMode=verify-full",
                "jdbc:mariadb://h1,h2:3307/db?disconnectOnExpiredPasswords=true",
                "jdbc:mariadb://h/",
                "jdbc:h2:./memberflow-data/memberflow",
                "jdbc:h2:mem:x;DB_CLOSE_DELAY=-1",
                "jdbc:h2:./100%"
            })
    void othersPass(String url) {
        assertThatCode(() -> new DatabaseConfig(url, null, null, "crm_1"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allowMultiQueries=true",
                "allowLocalInfile",
                "ALLOWLOCALINFILE=1",
                "sslMode=trust&sessionVariables=sql_mode=''",
                "dumpQueriesOnException=true&sslMode=trust"
            })
    void whatOurStatementsRelyOnIsNotForTheUrl(String options) {
        assertThatThrownBy(
                        () -> new DatabaseConfig("jdbc:mysql://h/db?" + options, null, null, null))
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("settles by itself")
                .hasMessageContaining("--jdbc-url")
                .hasMessageNotContaining("sslMode");
    }

    @Test
    void aUrlWithoutAHostIsRefused() {
        assertThatThrownBy(() -> new DatabaseConfig("jdbc:mysql:db", null, null, null))
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("\"jdbc:mysql:db\"")
                .hasMessageContaining("jdbc:mysql://HOST:3306/DATABASE");
    }

    @Test
    void oneDriverServesMySqlAndMariaDb() {
        for (String url : List.of("jdbc:mysql://h/db?x=jdbc:mysql:", "jdbc:mariadb://h/db")) {
            DatabaseConfig config = new DatabaseConfig(url, null, null, null);
            assertThat(config.driverUrl()).isEqualTo(url.replaceFirst("mysql", "mariadb"));
            assertThat(config.dialect()).isEqualTo(Dialect.MYSQL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:oracle:thin:@h", "postgresql://h/db", ""})
    void unknownDatabasesAreRefused(String url) {
        assertThatThrownBy(() -> new DatabaseConfig(url, null, null, null))
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining('"' + url + '"')
                .hasMessageContaining("jdbc:postgresql:")
                .hasMessageContaining("jdbc:mysql:")
                .hasMessageContaining("jdbc:mariadb:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Crm", "a-b", "a\"; drop schema x", "1a"})
    void aSchemaIsAPlainName(String schema) {
        assertThatThrownBy(() -> new DatabaseConfig("jdbc:h2:./x", null, null, schema))
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining(schema);
    }

    @Test
    void thePasswordDoesNotTravel() throws IOException {
        Path file = directory.resolve("password");
        Files.writeString(file, "s3cret pass \r\n");
        DatabaseConfig config =
                new DatabaseConfig("jdbc:h2:mem:travel", "u", file.toString(), null);
        assertThat(config.readPassword()).isEqualTo("s3cret pass ");

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new MemberSink(config));
            out.writeObject(RejectedSink.to(config));
        }
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain("s3cret");
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:./x, jdbc:h2:async:./x",
        "jdbc:h2:file:~/x;MODE=Regular, jdbc:h2:async:~/x;MODE=Regular",
        "jdbc:h2:/x, jdbc:h2:async:/x",
        "jdbc:h2:C:/x, jdbc:h2:async:C:/x",
        "jdbc:h2:mem:x, jdbc:h2:mem:x",
        "jdbc:h2:tcp://h/x, jdbc:h2:tcp://h/x",
        "jdbc:h2:nioMapped:./x, jdbc:h2:nioMapped:./x",
        "jdbc:postgresql://h/x, jdbc:postgresql://h/x"
    })
    void filesOfH2AreOpenedSoThatTheyBearInterrupts(String url, String driverUrl) {
        assertThat(new DatabaseConfig(url, null, null, null).driverUrl()).isEqualTo(driverUrl);
    }

    @Test
    void aMissingPasswordFileIsNamed() {
        DatabaseConfig config = new DatabaseConfig("jdbc:h2:./x", "u", "/no/such/file", null);
        assertThatThrownBy(config::readPassword)
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("/no/such/file");
    }
}
