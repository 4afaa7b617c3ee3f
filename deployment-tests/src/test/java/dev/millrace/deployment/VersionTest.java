package dev.millrace.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One version everywhere; CONTRIBUTING.md tells how it is changed. */
class VersionTest {
    private static final Pattern PROJECT =
            Pattern.compile("<artifactId>millrace</artifactId>\\s*<version>(.*)</version>");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deploy/helm/millrace/Chart.yaml | appVersion: (.*)",
                "deploy/docker/Dockerfile | ARG VERSION=(.*)",
                "deploy/docker/Dockerfile.native | ARG VERSION=(.*)",
                "docs/client.md | <version>(.*)</version>",
                "examples/custom-worker/pom.xml | <millrace.version>(.*)</millrace.version>"
            })
    void whatNamesTheVersionNamesThatOfTheBuild(String file, String place) {
        assertThat(first(Pattern.compile(place), file)).isEqualTo(first(PROJECT, "pom.xml"));
    }

    private static String first(Pattern place, String file) {
        Matcher found = place.matcher(Repository.read(Repository.ROOT.resolve(file)));
        assertThat(found.find()).as("%s names a version", file).isTrue();
        return found.group(1);
    }
}
