package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.core.testing.RealServices;
import dev.millrace.system.ComposeFile.Service;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker-compose.yml} promises, shown without an engine. */
class ComposeFileTest {
    private static final Path REPOSITORY = RealServices.repository();
    private static final ComposeFile FILE = ComposeFile.read(REPOSITORY.resolve("docker-compose.yml"));
    private static final Set<String> MILLRACE = Set.of("job-api", "job-worker", "job-scheduler");
    private static final Pattern ON_LOOPBACK = Pattern.compile("127\\.0\\.0\\.1:\\$\\{[A-Z_]+_PORT:-[0-9]+}:[0-9]+");
    private static final Pattern SECRET_NAME = Pattern.compile(".*(PASSWORD|PASS|SECRET|PEPPER|KEY|TOKEN)");
    private static final Pattern FROM_THE_ENVIRONMENT = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]+}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:v?[0-9]+\\.[0-9]+(\\.[0-9]+)?[a-z0-9.-]*");
    private static final Pattern OWN_TAG = Pattern.compile("millrace/[a-z-]+:\\$\\{MILLRACE_VERSION:-local}");

    @Test
    void noPortIsPublishedBeyondLoopback() {
        assertThat(services().stream().flatMap(service -> service.texts("ports").stream()))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(port -> assertThat(port).matches(ON_LOOPBACK));
        assertThat(services()).noneMatch(service -> service.entries().containsKey("network_mode"));
    }

    @Test
    void workersCanBeScaled() {
        assertThat(service("job-worker").texts("ports")).isEmpty();
        assertThat(service("job-worker").entries().containsKey("container_name"))
                .isFalse();
    }

    @Test
    void everySecretComesFromTheEnvironmentAndHasNoDefault() {
        List<String> secrets = new ArrayList<>();
        for (Service service : services()) {
            service.environment().forEach((name, value) -> {
                if (SECRET_NAME.matcher((String) name).matches()) {
                    secrets.add(service.name() + " " + name);
                    assertThat((String) value).as(service.name() + " " + name).matches(FROM_THE_ENVIRONMENT);
                }
                // user:password@
                String text = String.valueOf(value);
                if (text.contains("://") && text.contains("@")) {
                    String credentials = text.substring(text.indexOf("://") + 3, text.lastIndexOf('@'));
                    assertThat(credentials.split(":", 2)[1]).matches(FROM_THE_ENVIRONMENT);
                }
            });
        }
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void everyVariableIsExplainedInTheExampleOfTheEnvironment() throws IOException {
        Set<String> explained = Files.readAllLines(REPOSITORY.resolve(".env.example")).stream()
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> used = VARIABLE.matcher(Files.readString(REPOSITORY.resolve("docker-compose.yml")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(explained).isEqualTo(used);
    }

    @Test
    void aNewEnvironmentHasAFreshSecretForEachThatIsAskedFor() throws Exception {
        Map<String, String> first = environment();
        Map<String, String> second = environment();
        List<String> asked = FROM_THE_ENVIRONMENT
                .matcher(Files.readString(REPOSITORY.resolve("docker-compose.yml")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();

        assertThat(asked).contains("POSTGRES_PASSWORD", "GRAFANA_PASSWORD");
        for (String name : asked) {
            assertThat(first.get(name)).as(name).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(second.get(name));
        }
        assertThat(asked.stream().map(first::get)).doesNotHaveDuplicates();
    }

    @Test
    void everyContainerHasOnlyTheRightsItNeeds() {
        assertThat(services()).allSatisfy(service -> {
            assertThat(service.isOn("read_only")).isTrue();
            assertThat(service.texts("cap_drop")).containsExactly("ALL");
            assertThat(service.texts("security_opt")).containsExactly("no-new-privileges:true");
            assertThat(service.texts("tmpfs")).contains("/tmp");
            assertThat(service.entries().keySet().stream().map(String::valueOf))
                    .doesNotContain("privileged", "cap_add", "pid", "ipc", "devices");
        });
    }

    @Test
    void noContainerOfSomebodyElsesRunsAsRootWhereItsImageWould() {
        assertThat(service("postgresql").text("user")).isEqualTo("postgres");
        assertThat(service("rabbitmq").text("user")).isEqualTo("rabbitmq");
    }

    @Test
    void everyImageIsPinnedOrMadeHere() {
        assertThat(services()).allSatisfy(service -> {
            assertThat(service.image()).doesNotContain("latest").matches(service.isBuilt() ? OWN_TAG : PINNED);
            if (service.isBuilt()) {
                assertThat(MILLRACE).contains((String) service.buildArguments().get("SERVICE"));
                assertThat(service.buildOf("dockerfile")).contains(":-deploy/docker/Dockerfile}");
            }
        });
        assertThat(services().stream().filter(Service::isBuilt).map(Service::image))
                .as("builders that write one tag twice are in each other's way")
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsNeededIsWaitedForUntilItIsHealthyOrDone() {
        for (Service service : services()) {
            service.dependencies().forEach((other, condition) -> {
                Service needed = service(other);
                boolean ends = needed.text("restart").equals("no");
                assertThat(condition)
                        .as(service.name() + " needs " + other)
                        .isEqualTo(ends ? "service_completed_successfully" : "service_healthy");
                if (!ends && !MILLRACE.contains(other)) {
                    assertThat(needed.healthcheck().get("test")).as(other).isNotNull();
                }
                assertThat(service.texts("profiles"))
                        .as("who needs something starts with it")
                        .containsAll(needed.texts("profiles"));
            });
        }
        for (String name : MILLRACE) {
            assertThat(service(name).dependencies()).containsOnlyKeys("postgresql", "rabbitmq", "schema-migration");
        }
    }

    @Test
    void theSchemaIsMigratedByOneProcessAndOnlyLookedAtByTheOthers() {
        assertThat(service("schema-migration").environment().get("MILLRACE_MIGRATION_MODE"))
                .isEqualTo("only");
        assertThat(service("schema-migration").environment().keySet().stream().map(String::valueOf))
                .contains("MILLRACE_PG_MIGRATION_URL")
                .doesNotContain("MILLRACE_PG_URL", "MILLRACE_AMQP_URL");
        for (String name : MILLRACE) {
            assertThat(service(name).environment().get("MILLRACE_MIGRATION_MODE"))
                    .isEqualTo("check");
        }
    }

    @Test
    void theProfilesAddToASystemThatRunsWithoutThem() {
        assertThat(services().stream()
                        .collect(Collectors.groupingBy(
                                service -> String.join(",", service.texts("profiles")),
                                Collectors.mapping(Service::name, Collectors.toSet()))))
                .containsOnly(
                        Map.entry(
                                "",
                                Set.of(
                                        "postgresql",
                                        "rabbitmq",
                                        "schema-migration",
                                        "job-api",
                                        "job-worker",
                                        "job-scheduler")),
                        Map.entry("demo", Set.of("demo")),
                        Map.entry("observability", Set.of("prometheus", "grafana", "otel-collector")));
    }

    @Test
    void everyVolumeIsDeclaredAndEveryDockerfileIsThere() {
        Stream<String> named = services().stream().flatMap(Service::mounted).filter(source -> !source.startsWith("."));

        assertThat(named.collect(Collectors.toSet())).isEqualTo(FILE.volumes());
        assertThat(REPOSITORY.resolve("deploy/docker/Dockerfile")).exists();
        assertThat(REPOSITORY.resolve("deploy/docker/Dockerfile.native")).exists();
    }

    @Test
    void everyFileThatIsMountedFromHereIsThere() {
        assertThat(services().stream().flatMap(Service::mounted).filter(source -> source.startsWith("./")))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(source -> assertThat(REPOSITORY.resolve(source)).exists());
    }

    @Test
    void whatIsMountedFromHereCannotBeWritten() {
        assertThat(services().stream()
                        .flatMap(service -> service.texts("volumes").stream())
                        .filter(volume -> volume.startsWith("./")))
                .hasSizeGreaterThanOrEqualTo(5)
                .allMatch(volume -> volume.endsWith(":ro"));
    }

    @Test
    void bothGenerationsOfComposeUnderstandItsFirstLevel() {
        assertThat(FILE.keys().stream().map(String::valueOf).filter(key -> !key.startsWith("x-")))
                .containsExactlyInAnyOrder("services", "volumes");
    }

    @Test
    void theFirstGenerationOfComposeTakesIt(@TempDir Path folder) throws Exception {
        assumeTrue(isInstalled("docker-compose"), "docker-compose 1.29 is not installed");
        Path secrets = Files.writeString(folder.resolve("env"), said("deploy/docker/new-env"));

        String resolved = said(
                "docker-compose",
                "--env-file",
                secrets.toString(),
                "--profile",
                "demo",
                "--profile",
                "observability",
                "config");

        assertThat(resolved).contains("image: millrace/job-api:local", "127.0.0.1:3000:3000");
    }

    private static Collection<Service> services() {
        return FILE.services().values();
    }

    private static Service service(String name) {
        return FILE.services().get(name);
    }

    private static Map<String, String> environment() throws IOException, InterruptedException {
        return said("deploy/docker/new-env")
                .lines()
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String said(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        if (words.getFirst().contains("/")) {
            words.set(0, REPOSITORY.resolve(words.getFirst()).toString());
        }
        Process process = new ProcessBuilder(words)
                .directory(REPOSITORY.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
