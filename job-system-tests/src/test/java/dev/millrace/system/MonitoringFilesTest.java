package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules, runbook and dashboard among themselves; whether what they name exists, {@link MetricsSystemTest} tells. */
class MonitoringFilesTest {
    private final List<JsonNode> rules = Monitoring.rules();

    @Test
    void everyRuleHasASectionInTheRunbookAndEverySectionARule() {
        assertThat(Monitoring.sections("runbook.md").keySet())
                .containsExactlyElementsOf(
                        rules.stream().map(rule -> rule.get("alert").asText()).toList());
    }

    @Test
    void everySectionTellsWhatAnOperatorAsks() {
        assertThat(Monitoring.sections("runbook.md").values()).allSatisfy(section -> assertThat(section)
                .contains(
                        "**What it means.**",
                        "**How bad it is.**",
                        "**What to look at.**",
                        "**What to do.**",
                        "\nIt clears "));
    }

    @Test
    void everyRuleSaysHowBadItIsSinceWhenAndWhereToReadOn() {
        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            String name = rule.get("alert").asText();
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(rule.path("for").asText()).matches("\\d+[smhd]");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).isNotBlank();
            assertThat(rule.at("/annotations/runbook_url").asText())
                    .isEqualTo("https://millrace.dev/docs/runbook#" + name.toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void panelsOfTheDashboardAreNumberedOnceAndDoNotOverlap() {
        Set<Integer> ids = new HashSet<>();
        Set<List<Integer>> cells = new HashSet<>();
        Monitoring.dashboard().get("panels").forEach(panel -> {
            assertThat(ids.add(panel.get("id").asInt())).isTrue();
            JsonNode place = panel.get("gridPos");
            for (int x = 0; x < place.get("w").asInt(); x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    int column = place.get("x").asInt() + x;
                    assertThat(column).isLessThan(24);
                    assertThat(cells.add(List.of(column, place.get("y").asInt() + y)))
                            .as(panel.get("title").asText())
                            .isTrue();
                }
            }
        });
    }

    @Test
    void theDashboardTakesItsDataFromTheSourceThatIsChosen() {
        List<JsonNode> sources = new ArrayList<>(Monitoring.dashboard().findValues("datasource"));

        assertThat(sources)
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.get("uid").asText()).isEqualTo("${datasource}"));
    }

    @Test
    void whatIsProvisionedFitsTheFilesBesideIt() {
        JsonNode source = Monitoring.yaml("grafana/provisioning/datasources/prometheus.yml")
                .at("/datasources/0");
        JsonNode provider =
                Monitoring.yaml("grafana/provisioning/dashboards/millrace.yml").at("/providers/0");

        assertThat(source.get("type").asText()).isEqualTo("prometheus");
        assertThat(provider.at("/options/path").asText()).isEqualTo("/var/lib/grafana/dashboards");
        assertThat(Monitoring.yaml("prometheus.yml").at("/rule_files/0").asText())
                .isEqualTo("rules.yml");
        assertThat(Monitoring.FOLDER.resolve("rules.yml")).exists();
    }

    @Test
    void theCollectorTakesWhatTheServicesSend() {
        JsonNode collector = Monitoring.yaml("otel-collector.yml");

        assertThat(collector.at("/receivers/otlp/protocols/http/endpoint").asText())
                .endsWith(":4318");
        Map<String, String> parts = Map.of(
                "receivers", "/service/pipelines/traces/receivers",
                "processors", "/service/pipelines/traces/processors",
                "exporters", "/service/pipelines/traces/exporters");
        parts.forEach((kind, used) -> {
            List<String> names = new ArrayList<>();
            collector.at(used).forEach(name -> names.add(name.asText()));
            List<String> known = new ArrayList<>();
            collector.get(kind).fieldNames().forEachRemaining(known::add);
            assertThat(names).isNotEmpty().isSubsetOf(known);
        });
    }
}
