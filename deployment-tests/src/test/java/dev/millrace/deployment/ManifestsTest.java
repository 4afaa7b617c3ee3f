package dev.millrace.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain manifests in deploy/kubernetes are what the chart renders. */
class ManifestsTest {
    static final String HOW_TO_WRITE = "write them anew: mvn test -pl deployment-tests -am -Dtest=ManifestsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.manifests.write=true";

    /** After a change of the chart, or of deploy/monitoring. */
    @BeforeAll
    static void writeThemAnewWhenAskedTo() throws IOException {
        if (!Boolean.getBoolean("millrace.manifests.write")) {
            return;
        }
        MonitoringFiles.copy();
        for (String gone : present().keySet()) {
            Files.delete(Repository.MANIFESTS.resolve(gone));
        }
        for (Map.Entry<String, String> file : Manifests.files().entrySet()) {
            Path path = Repository.MANIFESTS.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    @Test
    void theManifestsAreThoseOfTheChart() throws IOException {
        assertThat(present()).as(HOW_TO_WRITE).isEqualTo(Manifests.files());
    }

    @Test
    void theBaseIsWhatTheChartRendersByItself() {
        assertThat(Kustomization.build(Repository.MANIFESTS.resolve("base")))
                .isNotEmpty()
                .flatExtracting(StructuralCheck::flawsOf)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "production-with-operators"})
    void anOverlayMakesOfTheBaseWhatTheChartRendersWithItsExample(String name) {
        List<KubernetesObject> built = Kustomization.build(Repository.MANIFESTS.resolve("overlays/" + name));

        assertThat(byTitle(built))
                .isNotEmpty()
                .isEqualTo(byTitle(Manifests.objects(Repository.CHART.resolve("examples/" + name + ".yaml"))));
        assertThat(built).flatExtracting(StructuralCheck::flawsOf).isEmpty();
    }

    @Test
    void everyExampleHasAnOverlay() {
        assertThat(Repository.filesOf(Repository.CHART.resolve("examples"), ".yaml"))
                .extracting(file -> file.getFileName().toString().replace(".yaml", ""))
                .containsExactly("production-with-operators", "small");
    }

    @Test
    void anOverlayOfWhatIsNotInTheBaseWouldBeFound(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("kustomization.yaml"), """
                namespace: millrace
                resources: ["%s"]
                patches: [{target: {kind: Deployment, name: job-apo}, path: none.yaml}]
                """.formatted(Repository.MANIFESTS.resolve("base")));

        assertThatThrownBy(() -> Kustomization.build(directory)).hasMessageContaining("Deployment/job-apo");
    }

    @Test
    void aResourceThatIsMissingWouldBeFound(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("kustomization.yaml"), "resources: [missing.yaml]");

        assertThatThrownBy(() -> Kustomization.build(directory)).hasMessageContaining("missing.yaml");
    }

    private static Map<String, JsonNode> byTitle(List<KubernetesObject> objects) {
        Map<String, JsonNode> found = new TreeMap<>();
        for (KubernetesObject object : objects) {
            ObjectNode tree = object.tree().deepCopy();
            ((ObjectNode) tree.path("metadata")).put("namespace", Chart.RELEASE);
            found.put(object.title(), tree);
        }
        return found;
    }

    private static Map<String, String> present() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(Repository.MANIFESTS)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .forEach(file ->
                            files.put(Repository.MANIFESTS.relativize(file).toString(), Repository.read(file)));
        }
        return files;
    }
}
