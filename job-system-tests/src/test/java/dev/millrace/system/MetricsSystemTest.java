package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.settings.PostgresqlAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the dashboard, the alerts and the pages about metrics name is what packaged services show after some work. */
class MetricsSystemTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    /** What Prometheus itself adds to every series it reads, and the series it makes. */
    private static final Set<String> TARGET_LABELS = Set.of("job", "instance");

    private static final Map<String, Set<String>> PROMETHEUS_ITS_OWN =
            Map.of("up", Set.of(), "ALERTS", Set.of("alertname", "alertstate", "severity"));
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(millrace_\\w+)` \\| (\\w+) \\| (.*?) ?\\| (.*?) \\| (.*) \\|$");
    private static final String HELD_BACK = "held-back";

    private static RunningMillrace millrace;
    private static String heldBack;
    private static final Map<String, Exposition> shown = new LinkedHashMap<>();

    @BeforeAll
    static void work() {
        millrace = RunningMillrace.shared();
        Api api = millrace.api();
        // What waits in it shows for how long it has.
        api.put("/api/v1/queues/" + HELD_BACK, "{}");
        api.post("/api/v1/queues/" + HELD_BACK + "/pause", "{}");
        heldBack = api.submit("{\"job_type\": \"noop\", \"queue\": \"" + HELD_BACK + "\"}");
        List<String> ids = List.of(api.submit("{\"job_type\": \"noop\"}"), api.submit("""
                {"job_type": "noop", "payload": {"fail_times": 1}, "max_retries": 0}"""));
        ids.forEach(id ->
                await().atMost(SOON).until(() -> Set.of("completed", "dead").contains(api.statusOf(id))));
        await().atMost(SOON).until(() -> metrics("job-scheduler-1")
                .contains("millrace_queue_oldest_pending_age_seconds{priority=\"medium\",queue=\"" + HELD_BACK));
        for (String service : List.of("api", "worker", "scheduler")) {
            shown.put(service, new Exposition().with(metrics("job-" + service + "-1")));
        }
    }

    @AfterAll
    static void letGo() {
        // No worker serves its queue, and others wait until nothing is left to be done.
        millrace.api().post("/api/v1/jobs/" + heldBack + "/cancel", "{}");
        millrace.api().post("/api/v1/queues/" + HELD_BACK + "/resume", "{}");
    }

    @Test
    void everyMetricAndLabelOfTheDashboardAndTheAlertsExists() throws IOException {
        Map<String, Set<String>> known = new TreeMap<>(PROMETHEUS_ITS_OWN);
        shown.values().forEach(process -> merge(known, process.series()));
        merge(known, new Exposition().with(rabbitmqMetrics()).series());

        assertThat(Monitoring.expressions()).isNotEmpty().allSatisfy((place, expression) -> {
            PromQl asked = PromQl.parse(expression);
            assertThat(known.keySet()).as(place).containsAll(asked.series().keySet());
            Set<String> toGroupBy = new HashSet<>(TARGET_LABELS);
            asked.series().forEach((series, labels) -> {
                Set<String> its = new HashSet<>(TARGET_LABELS);
                its.addAll(known.get(series));
                assertThat(its).as(place + ": " + series).containsAll(labels);
                toGroupBy.addAll(its);
            });
            assertThat(toGroupBy).as(place).containsAll(asked.groupings());
        });
    }

    @Test
    void everyMetricIsDocumentedAsItIs() {
        Map<String, Documented> documented = documented();
        shown.forEach((service, process) -> process.types().forEach((name, type) -> {
            boolean isLongest = name.endsWith("_max") && documented.containsKey(name.replaceAll("_max$", ""));
            if (name.startsWith("millrace_") && !isLongest) {
                assertThat(documented).as("shown by " + service).containsKey(name);
                Documented row = documented.get(name);
                assertThat(row.shownBy).as(name).contains(service);
                assertThat(type).as(name).isEqualTo(row.type);
                assertThat(process.labelsOf(name)).as(name).isEqualTo(row.labels);
            }
        }));
    }

    @Test
    void everyDocumentedMetricExists() {
        documented().forEach((name, row) -> {
            if (!row.onlyLater) {
                row.shownBy.forEach(service ->
                        assertThat(shown.get(service).types()).as(service).containsKey(name));
            }
        });
    }

    @Test
    void theStatementsOfTheRunbookRun() throws SQLException {
        PostgresqlAddress address = PostgresqlAddress.parse(millrace.environment("MILLRACE_PG_URL"));
        List<String> statements = Monitoring.blocks("runbook.md", "sql");
        assertThat(statements).isNotEmpty();
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void theCommandsOfTheRunbookRun() throws IOException, InterruptedException {
        List<String> commands = new ArrayList<>(Monitoring.blocks("runbook.md", "sh"));
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            ProcessBuilder builder = new ProcessBuilder("bash", "-c", command.replace("curl -s ", "curl -sf "));
            builder.environment().put("MILLRACE_URL", millrace.environment("MILLRACE_URL"));
            Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(command).isZero();
        }
    }

    private static String metrics(String process) {
        URI address = URI.create("http://127.0.0.1:" + millrace.process(process).port());
        return new Api(address).get("/q/metrics").body().asText();
    }

    /** Of the private RabbitMQ, whose port for it the launcher has chosen. */
    private static String rabbitmqMetrics() throws IOException {
        Path port = millrace.home().resolve("ports/rabbitmq-prometheus");
        URI address = URI.create("http://127.0.0.1:" + Files.readString(port).strip());
        return new Api(address).get("/metrics").body().asText();
    }

    private static void merge(Map<String, Set<String>> into, Map<String, Set<String>> more) {
        more.forEach((name, labels) ->
                into.computeIfAbsent(name, ignored -> new TreeSet<>()).addAll(labels));
    }

    private static Map<String, Documented> documented() {
        Map<String, Documented> documented = new TreeMap<>();
        Matcher row = ROW.matcher(Monitoring.document("metrics.md"));
        while (row.find()) {
            Set<String> labels = new TreeSet<>();
            Matcher label = Pattern.compile("`(\\w+)`").matcher(row.group(3));
            while (label.find()) {
                labels.add(label.group(1));
            }
            Set<String> services = row.group(4).equals("all")
                    ? Set.of("api", "worker", "scheduler")
                    : Set.of(row.group(4).split(", "));
            documented.put(
                    row.group(1),
                    new Documented(row.group(2), labels, services, row.group(5).matches(".*from the .*first.* on.*")));
        }
        assertThat(documented).isNotEmpty();
        return documented;
    }

    /** @param onlyLater whether it is there only once something has happened */
    private record Documented(String type, Set<String> labels, Set<String> shownBy, boolean onlyLater) {}
}
