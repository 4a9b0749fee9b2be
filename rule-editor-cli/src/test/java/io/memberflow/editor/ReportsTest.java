package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The forms that machines read. */
class ReportsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path temporary;
    private Path folder;

    @BeforeEach
    void aRulebookWithAnError() throws IOException {
        folder = temporary.resolve("rules");
        Commands.run("init", folder.toString());
        Path file = folder.resolve("lifecycle/lifecycle.drl");
        Files.writeString(file, Files.readString(file).replace("< declineDays", "< \"甲\""));
    }

    @Test
    void checkAsJson() throws IOException {
        JsonNode json = JSON.readTree(run("check", "--format=json"));
        JsonNode finding = json.get("findings").get(0);
        assertThat(json.get("findings")).hasSize(1);
        assertThat(finding.get("file").asText()).isEqualTo("lifecycle/lifecycle.drl");
        assertThat(finding.get("line").asInt()).isEqualTo(8);
        assertThat(finding.get("column").asInt()).isEqualTo(27);
        assertThat(finding.get("message").asText()).contains("recencyDays", "\"甲\"");
    }

    @Test
    void checkAsSarif() throws IOException {
        JsonNode run = JSON.readTree(run("check", "--format=sarif")).get("runs").get(0);
        JsonNode place = run.get("results").get(0).get("locations").get(0).get("physicalLocation");
        assertThat(run.get("tool").get("driver").get("name").asText()).isEqualTo("rule-editor");
        assertThat(run.get("columnKind").asText()).isEqualTo("unicodeCodePoints");
        assertThat(place.get("artifactLocation").get("uri").asText())
                .isEqualTo(folder + "/lifecycle/lifecycle.drl");
        assertThat(place.get("region").get("startColumn").asInt()).isEqualTo(27);
    }

    @Test
    void checkAsGithubCommands() {
        assertThat(run("check", "--format=github"))
                .startsWith("::error file=" + folder + "/lifecycle/lifecycle.drl,line=8,col=27,")
                .endsWith("\n")
                .hasLineCount(1);
    }

    @Test
    void checkAsJunit() throws Exception {
        Element suite = xml(run("check", "--format=junit"));
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).contains("\"甲\"");
        assertThat(((Element) failure.getParentNode()).getAttribute("name"))
                .isEqualTo("lifecycle/lifecycle.drl");
    }

    @Test
    void casesAsJunitAndJson() throws Exception {
        Path file = folder.resolve("lifecycle/lifecycle.drl");
        Files.writeString(file, Files.readString(file).replace("< \"甲\"", "< 30"));
        Element suite = xml(run("test", "--format=junit"));
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(Integer.parseInt(suite.getAttribute("failures"))).isPositive();
        JsonNode json = JSON.readTree(run("test", "--format=json"));
        assertThat(json.get("cases").asInt()).isEqualTo(5);
        assertThat(json.get("failures").get(0).get("case").asText()).isNotBlank();
        assertThat(json.get("coverage").get("percent").isNumber()).isTrue();
    }

    private static Element xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text.strip())))
                .getDocumentElement();
    }

    private String run(String command, String... rest) {
        List<String> all = new ArrayList<>(List.of(command, "-C", folder.toString(), "--lang=zh"));
        all.addAll(List.of(rest));
        Commands.Ran ran = Commands.run(all.toArray(String[]::new));
        assertThat(ran.exit()).isEqualTo(Exit.FINDINGS);
        return ran.out();
    }
}
