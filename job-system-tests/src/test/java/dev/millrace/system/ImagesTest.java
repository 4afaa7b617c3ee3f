package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the images promise, read from what they are built by: no engine is needed, and none builds them here. */
class ImagesTest {
    private static final Path REPOSITORY = RealServices.repository();
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern BASE = Pattern.compile("(?m)^ARG [A-Z]+_IMAGE=(\\S+)$");
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");
    private static final Pattern COPIED =
            Pattern.compile("(?m)^COPY (?:--chmod=\\d+ )?(deploy/\\S+(?: deploy/\\S+)*) ");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.native"})
    void theServiceRunsAsAnUnprivilegedUserThatOwnsNothing(String name) throws IOException {
        String dockerfile = dockerfile(name);

        assertThat(dockerfile).containsPattern("(?m)^USER 10001:10001$").doesNotContain("--chown");
        assertThat(dockerfile.lastIndexOf("\nUSER ")).isEqualTo(dockerfile.indexOf("\nUSER 10001:10001"));
        assertThat(dockerfile.indexOf("\nUSER 10001:10001"))
                .isGreaterThan(dockerfile.lastIndexOf("\nCOPY "))
                .isGreaterThan(dockerfile.lastIndexOf("\nRUN "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.native"})
    void theServiceIsStartedStoppedAndLookedAfterAlike(String name) throws IOException {
        assertThat(dockerfile(name))
                .contains(
                        "\nENTRYPOINT [\"/millrace/service/start\", \"/millrace\"]\n",
                        "\nSTOPSIGNAL SIGTERM\n",
                        "\nEXPOSE 8080\n",
                        "QUARKUS_HTTP_PORT=8080",
                        "/q/health/ready")
                .containsPattern("(?m)^HEALTHCHECK ")
                .contains("org.opencontainers.image.version", "org.opencontainers.image.revision");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.native"})
    void everyBaseIsPinned(String name) throws IOException {
        String dockerfile = dockerfile(name);

        assertThat(found(BASE, dockerfile)).isNotEmpty().allSatisfy(base -> assertThat(base)
                .matches("[a-z0-9./-]+:[a-z0-9][a-z0-9._-]*\\d[a-z0-9._-]*"));
        assertThat(found(FROM, dockerfile)).allSatisfy(base -> assertThat(base).matches("\\$\\{[A-Z]+_IMAGE}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.native"})
    void whatIsCopiedFromHereIsThereAndReachesTheBuilder(String name) throws IOException {
        List<String> copied = new ArrayList<>();
        found(COPIED, dockerfile(name)).forEach(words -> copied.addAll(List.of(words.split(" "))));

        assertThat(copied).isNotEmpty().allSatisfy(file -> {
            assertThat(REPOSITORY.resolve(file)).exists();
            assertThat(reachesTheBuilder(file)).as(file).isTrue();
        });
        assertThat(Files.isExecutable(REPOSITORY.resolve("deploy/service/start")))
                .isTrue();
        assertThat(Files.isExecutable(REPOSITORY.resolve("deploy/service/demo")))
                .isTrue();
    }

    @Test
    void theBuilderSeesEveryModuleThatMavenWantsToKnow() throws IOException {
        List<Path> poms = poms(Path.of("pom.xml"));

        assertThat(poms).hasSizeGreaterThan(10).allMatch(pom -> reachesTheBuilder(pom.toString()));
    }

    @Test
    void theBuilderSeesTheSourcesOfTheServicesAndWhatTheyShare() {
        assertThat(List.of(
                        ".mvn/jvm.config",
                        "job-core/src/main/resources/sql/claim_jobs.sql",
                        "job-core/src/test/java/dev/millrace/core/testing/RealServices.java",
                        "job-api/src/main/web/index.html",
                        "job-worker/src/main/resources/META-INF/microprofile-config.properties",
                        "job-scheduler/src/main/resources/application.properties"))
                .allSatisfy(file -> {
                    assertThat(REPOSITORY.resolve(file)).exists();
                    assertThat(reachesTheBuilder(file)).as(file).isTrue();
                });
    }

    @Test
    void neitherSecretsNorHistoryNorWhatIsBuiltReachTheBuilder() {
        assertThat(List.of(
                        ".env",
                        "job-api/.env",
                        ".git/config",
                        ".millrace/secrets/postgresql",
                        "job-core/target/job-core.jar",
                        "target/x",
                        "docs/images.md",
                        "job-api/src/test/java/dev/millrace/api/ArchitectureTest.java"))
                .noneMatch(ImagesTest::reachesTheBuilder);
    }

    private static String dockerfile(String name) throws IOException {
        return Files.readString(REPOSITORY.resolve("deploy/docker").resolve(name));
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    private static List<Path> poms(Path pom) throws IOException {
        List<Path> all = new ArrayList<>(List.of(pom));
        for (String module : found(MODULE, Files.readString(REPOSITORY.resolve(pom)))) {
            Path folder =
                    pom.getParent() == null ? Path.of(module) : pom.getParent().resolve(module);
            all.addAll(poms(folder.resolve("pom.xml").normalize()));
        }
        return all;
    }

    /** By {@code .dockerignore}, whose last line that fits a file or a folder above it decides. */
    private static boolean reachesTheBuilder(String file) {
        boolean reaches = true;
        try (Stream<String> lines = Files.lines(REPOSITORY.resolve(".dockerignore"))) {
            for (String line : lines.toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    boolean again = line.startsWith("!");
                    if (fits(again ? line.substring(1) : line, Path.of(file))) {
                        reaches = again;
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return reaches;
    }

    private static boolean fits(String pattern, Path file) {
        // Java's ** wants something before the slash, Docker's does not.
        String bare = pattern.startsWith("**/") ? pattern.substring(3) : pattern;
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        PathMatcher atTheTop = FileSystems.getDefault().getPathMatcher("glob:" + bare);
        for (Path path = file; path != null; path = path.getParent()) {
            if (matcher.matches(path) || atTheTop.matches(path)) {
                return true;
            }
        }
        return false;
    }
}
