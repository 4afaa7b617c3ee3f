package dev.millrace.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/kubernetes.md is true to the chart. */
class DocumentTest {
    private static final String DOCUMENT = Repository.read(Repository.DOCUMENTS.resolve("kubernetes.md"));
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
    private static final Pattern VALUE = Pattern.compile(
            "`((?:api|autoscaling|encryption|image|migration|monitoring|networkPolicy|postgresql|rabbitmq|workers)"
                    + "(?:\\.[a-zA-Z]+)+)(?:: [^`]+)?`");

    @Test
    void allThatItShowsCanBeChosenAndIsSound() {
        List<String> blocks = found(YAML);

        assertThat(blocks).hasSizeGreaterThan(4).allSatisfy(values -> assertThat(Chart.objects(values))
                .isNotEmpty()
                .flatExtracting(StructuralCheck::flawsOf)
                .isEmpty());
    }

    @Test
    void everyValueThatItNamesIsThere() throws Exception {
        var values = new YAMLMapper().readTree(Repository.read(Repository.CHART.resolve("values.yaml")));

        assertThat(found(VALUE)).hasSizeGreaterThan(20).allSatisfy(value -> assertThat(
                        values.at("/" + value.replace('.', '/')).isMissingNode())
                .as(value)
                .isFalse());
    }

    private static List<String> found(Pattern pattern) {
        return pattern.matcher(DOCUMENT)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
