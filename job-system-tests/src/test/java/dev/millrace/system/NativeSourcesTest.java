package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.testing.RealServices;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a native binary would be made from: {@code ./millrace test --all} builds the native sources before. No binary is made,
 * which takes GraalVM and minutes.
 */
@EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
class NativeSourcesTest {
    private static final Path REPOSITORY = RealServices.repository();
    private static final String OF_QUARKUS = "META-INF/native-image/";

    @ParameterizedTest
    @ValueSource(strings = {"job-api", "job-worker", "job-scheduler"})
    void theSourcesOfEveryServiceAreWhole(String service) throws IOException {
        String arguments = Files.readString(sources(service).resolve("native-image.args"));

        assertThat(arguments).contains("-jar " + runner(service).getName(), "--no-fallback", "--link-at-build-time");
        assertThat(sources(service).resolve("lib")).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"job-api", "job-scheduler"})
    void theServicesThatMigrateHoldEveryMigration(String service) throws IOException {
        List<Pattern> held = resources(service);
        try (Stream<Path> migrations = Files.list(REPOSITORY.resolve("job-core/src/main/resources/db/migration"))) {
            assertThat(migrations.map(file -> "db/migration/" + file.getFileName()))
                    .hasSizeGreaterThan(9)
                    .allMatch(file -> isHeld(file, held));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"job-api", "job-worker", "job-scheduler"})
    void everyServiceHoldsEveryStatement(String service) throws IOException {
        List<Pattern> held = resources(service);
        try (Stream<Path> statements = Files.walk(REPOSITORY.resolve("job-core/src/main/resources/sql"))) {
            assertThat(statements
                            .filter(Files::isRegularFile)
                            .map(file -> "sql" + file.toString().split("/sql", 2)[1]))
                    .hasSizeGreaterThan(50)
                    .allMatch(file -> isHeld(file, held));
        }
    }

    @Test
    void theApiHoldsItsPages() throws IOException {
        List<Pattern> held = resources("job-api");

        assertThat(List.of("dashboard/main.js", "dashboard/index.html", "reference/redoc.html"))
                .allMatch(file -> isHeld(file, held));
    }

    @ParameterizedTest
    @CsvSource({
        "job-api, dev.millrace.api.jobs.JobView",
        "job-api, dev.millrace.api.problem.Problem",
        "job-api, dev.millrace.core.settings.PostgresqlConfigSource",
        "job-worker, dev.millrace.worker.builtin.SendEmail$Payload",
        "job-worker, dev.millrace.worker.builtin.HttpRequest$Result",
        "job-worker, dev.millrace.worker.mail.SmtpConfigSource",
        "job-scheduler, dev.millrace.core.migration.MigrationConfigSource",
        "job-scheduler, org.postgresql.Driver"
    })
    void whatIsReachedByNameIsRegistered(String service, String type) throws IOException {
        assertThat(reflected(service)).contains(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"job-api", "job-worker", "job-scheduler"})
    void everySourceOfSettingsThatIsFoundByItsNameIsRegistered(String service) throws IOException {
        Set<String> providers = new TreeSet<>();
        for (File jar : jars(service)) {
            try (JarFile content = new JarFile(jar)) {
                JarEntry named = content.getJarEntry("META-INF/services/io.smallrye.config.ConfigSourceFactory");
                if (named != null && jar.getName().contains("job-")) {
                    new String(content.getInputStream(named).readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .forEach(providers::add);
                }
            }
        }

        assertThat(providers).isNotEmpty();
        assertThat(reflected(service)).containsAll(providers);
    }

    @Test
    void aWorkerReadsEveryCharset() throws IOException {
        assertThat(Files.readString(sources("job-worker").resolve("native-image.args")))
                .contains("-H:+AddAllCharsets");
    }

    private static Path sources(String service) {
        return REPOSITORY.resolve(service).resolve("target/native-sources");
    }

    private static File runner(String service) throws IOException {
        try (Stream<Path> files = Files.list(sources(service))) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toFile();
        }
    }

    private static List<File> jars(String service) throws IOException {
        List<File> jars = new ArrayList<>(List.of(runner(service)));
        try (Stream<Path> files = Files.list(sources(service).resolve("lib"))) {
            files.map(Path::toFile).forEach(jars::add);
        }
        return jars;
    }

    private static Set<String> reflected(String service) throws IOException {
        Set<String> names = new TreeSet<>();
        try (JarFile content = new JarFile(runner(service))) {
            json(content, OF_QUARKUS + "reflect-config.json")
                    .forEach(entry -> names.add(entry.get("name").asText()));
        }
        return names;
    }

    /** What Quarkus has found, and what Millrace's own jars bring along. */
    private static List<Pattern> resources(String service) throws IOException {
        List<Pattern> patterns = new ArrayList<>();
        for (File jar : jars(service)) {
            try (JarFile content = new JarFile(jar)) {
                for (Enumeration<JarEntry> entries = content.entries(); entries.hasMoreElements(); ) {
                    String name = entries.nextElement().getName();
                    if (name.equals(OF_QUARKUS + "resource-config.json")
                            || name.matches(OF_QUARKUS + "dev.millrace/.*/resource-config.json")) {
                        json(content, name)
                                .at("/resources/includes")
                                .forEach(include -> patterns.add(
                                        Pattern.compile(include.get("pattern").asText())));
                    }
                }
            }
        }
        return patterns;
    }

    private static boolean isHeld(String file, List<Pattern> held) {
        return held.stream().anyMatch(pattern -> pattern.matcher(file).matches());
    }

    private static JsonNode json(JarFile jar, String name) {
        try (InputStream stream = jar.getInputStream(jar.getJarEntry(name))) {
            return new ObjectMapper().readTree(stream);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
