package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus's own tool says of the settings, the rules and the dashboard; skipped where there is none. */
class PromtoolTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void needPromtool() throws IOException, InterruptedException {
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v promtool").start().waitFor() == 0, "no promtool");
    }

    @Test
    void theSettingsAndTheRulesAreSound() throws IOException, InterruptedException {
        assertPromtoolAgrees(
                "check", "config", Monitoring.FOLDER.resolve("prometheus.yml").toString());
    }

    @Test
    void alertsFireWhenTheyShouldAndNotWhenTheyShouldNot() throws IOException, InterruptedException {
        Files.copy(Monitoring.FOLDER.resolve("rules.yml"), folder.resolve("rules.yml"));
        Path tests = folder.resolve("alerts.test.yml");
        try (InputStream file = PromtoolTest.class.getResourceAsStream("/monitoring/alerts.test.yml")) {
            Files.copy(file, tests);
        }

        assertPromtoolAgrees("test", "rules", tests.toString());
    }

    @Test
    void theExpressionsOfTheDashboardAreSound() throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        ArrayNode rules = json.createArrayNode();
        Monitoring.expressions().forEach((place, expression) -> rules.addObject()
                .put("record", "expression_" + rules.size())
                .put("expr", expression.replace("$__rate_interval", "5m").replaceAll("\\$(queue|job_type)", ".*")));
        ObjectNode group = json.createObjectNode().put("name", "expressions");
        group.set("rules", rules);
        ObjectNode file = json.createObjectNode();
        file.putArray("groups").add(group);
        // YAML takes JSON as it is.
        Path written = Files.writeString(folder.resolve("expressions.yml"), file.toString());

        assertPromtoolAgrees("check", "rules", written.toString());
    }

    private static void assertPromtoolAgrees(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "promtool";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
