package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.ConnectionFactory;
import dev.millrace.core.settings.PostgresqlAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged services as in production: TLS to servers that take nothing else, a role of PostgreSQL that may define
 * nothing, and payloads encrypted at rest.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProtectionSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int REFUSED_WITHIN_MS = 5_000;
    private static final String KEY = "mr_protection_4f8Kz2QmW7xN1cR9tB5vL3jH6yD0sGpAeUiOqXwZ0123456";
    private static final String PEPPER = "9c1e7b35d80f4a62b1d3e5f70896a4c2";
    private static final String KEYS = "first:nzvCfR5aSIBte+GcBPKjWwARIjNEVWZ3iJmqu8zd7v8=";
    private static final String NEW_KEY = "second:AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
    private static final String CONFIDENTIAL = "xyzzy-plugh-4711";

    @TempDir
    private static Path folder;

    private static ProtectedServers servers;
    private static final List<ProtectedService> services = new ArrayList<>();
    private static Api api;

    @BeforeAll
    static void start() throws SQLException {
        servers = new ProtectedServers(folder);
        servers.protect();
        ProtectedService first = service("job-api", sound());
        services.add(first);
        first.awaitReady();
        // One that the scheduler finds missing, and makes with the rights of another.
        servers.connect().createStatement().execute("DROP TABLE millrace." + partitionOfNextWeek());
        services.add(service("job-scheduler", sound()));
        services.add(service("job-worker", sound()));
        services.forEach(ProtectedService::awaitReady);
        api = new Api(services.getFirst().root(), KEY);
    }

    @AfterAll
    static void stop() {
        services.forEach(ProtectedService::close);
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void jobsRunOverConnectionsThatAreAllEncrypted() throws SQLException {
        String id = api.submit("""
                {"job_type": "noop", "payload": {"sleep_ms": 1}}""");

        await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));

        assertThat(query("SELECT DISTINCT version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                        + " WHERE usename LIKE 'millrace\\_%'"))
                .containsExactly("TLSv1.3");
        await().atMost(SOON).untilAsserted(() -> assertThat(servers.brokerConnections())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(connection ->
                        assertThat(connection.path("ssl").asBoolean()).isTrue()));
    }

    @Test
    void theServersTakeNothingThatIsNotEncrypted() {
        PostgresqlAddress plain = PostgresqlAddress.parse(servers.plainDatabaseUrl());
        assertThatThrownBy(() -> DriverManager.getConnection(plain.jdbcUrl(), plain.user(), plain.password())
                        .close())
                .hasMessageContaining("no encryption");
        // Nobody listens at its former port, or another process does by now, which knows nothing of this password.
        ConnectionFactory broker = new ConnectionFactory();
        broker.setHandshakeTimeout(REFUSED_WITHIN_MS);
        assertThatThrownBy(() -> {
                    broker.setUri(servers.plainBrokerUrl());
                    broker.newConnection().close();
                })
                .isInstanceOfAny(IOException.class, TimeoutException.class);
    }

    @Test
    void serversOfAnotherNameAreNotBelieved() {
        Map<String, String> environment = sound();
        environment.put("MILLRACE_PG_URL", servers.databaseUrl(ProtectedServers.OTHER_NAME, servers.authorities()));
        environment.put("MILLRACE_AMQP_URL", servers.brokerUrl(ProtectedServers.OTHER_NAME, servers.authorities()));

        try (ProtectedService worker = service("job-worker", environment)) {
            await().atMost(SOON).untilAsserted(() -> assertThat(worker.log().lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("cannot connect to the broker", "certificate is for another host name"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("PostgreSQL is not believed", "certificate is for another host name")));
            assertThat(new Api(worker.root()).get("/q/health/ready").status()).isEqualTo(503);
        }
    }

    @Test
    void serversWithCertificatesOfAnotherAuthorityAreNotBelieved() {
        Map<String, String> environment = sound();
        environment.put("MILLRACE_PG_URL", servers.databaseUrl(ProtectedServers.NAME, servers.foreignAuthorities()));
        environment.put("MILLRACE_AMQP_URL", servers.brokerUrl(ProtectedServers.NAME, servers.foreignAuthorities()));
        environment.remove("MILLRACE_PG_MIGRATION_URL");

        try (ProtectedService scheduler = service("job-scheduler", environment)) {
            await().atMost(SOON).untilAsserted(() -> assertThat(scheduler.log().lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("cannot connect to the broker", "comes from no authority that is trusted here"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("schema could not be brought up to date", "comes from no authority")));
        }
    }

    @Test
    void settingsThatProtectNothingEndTheServiceWithOneLineThatSaysSo() {
        Map<String, String> environment = sound();
        environment.put("MILLRACE_PG_URL", "postgresql://millrace:millrace@db.example.com/millrace");
        environment.put("MILLRACE_AMQP_URL", "amqp://mq.example.com");
        environment.put("MILLRACE_ENCRYPTION_KEYS", "first:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

        try (ProtectedService worker = service("job-worker", environment)) {
            assertThat(worker.awaitEnd()).isNotZero();
            assertThat(worker.log().lines()).anySatisfy(line -> assertThat(line)
                    .contains("millrace.pg.url has a password that anybody would guess")
                    .contains("millrace.pg.url sends passwords and payloads unencrypted to db.example.com")
                    .contains("millrace.amqp.url has a password that anybody would guess")
                    .contains("millrace.amqp.url sends passwords unencrypted to mq.example.com")
                    .contains("millrace.encryption.keys: the key first is no random one"));
        }
    }

    @Test
    void theRunTimeRoleMakesPartitionsAndMayDefineNothing() throws SQLException {
        await().atMost(SOON).untilAsserted(() -> assertThat(query("SELECT relowner::regrole::text FROM pg_class"
                        + " WHERE oid = to_regclass('millrace." + partitionOfNextWeek() + "')"))
                .containsExactly("millrace_owner"));

        PostgresqlAddress app =
                PostgresqlAddress.parse(servers.databaseUrl(ProtectedServers.NAME, servers.authorities()));
        try (Connection connection = DriverManager.getConnection(app.jdbcUrl(), app.user(), app.password());
                Statement statement = connection.createStatement()) {
            for (String forbidden : List.of(
                    "DROP TABLE millrace.job",
                    "ALTER TABLE millrace.job ADD COLUMN x text",
                    "CREATE TABLE millrace.x ()",
                    "TRUNCATE millrace.job")) {
                assertThatThrownBy(() -> statement.execute(forbidden))
                        .as(forbidden)
                        .isInstanceOfSatisfying(SQLException.class, denied -> assertThat(denied.getSQLState())
                                .isEqualTo("42501"));
            }
        }
    }

    @Test
    void nothingThatAJobCarriesOrSaysStandsInTheDatabase() throws SQLException {
        String mail = """
                {"job_type": "send_email", "max_retries": 0,
                 "payload": {"to": "%s@example.com", "subject": "%s", "body": "%s"}}""".formatted(CONFIDENTIAL, CONFIDENTIAL, CONFIDENTIAL);
        String done = api.submit(mail);
        String waiting = api.submit(mail.replace("\"max_retries\"", "\"delay_seconds\": 3600, \"max_retries\""));
        String dead = api.submit("""
                {"job_type": "http_request", "max_retries": 0,
                 "payload": {"url": "http://127.0.0.1:9/%s"}}""".formatted(CONFIDENTIAL));
        JsonNode schedule =
                api.post("/api/v1/scheduled-jobs", """
                {"name": "letters", "job_type": "send_email", "cron_expression": "0 0 1 1 *",
                 "payload": {"to": "a@example.com", "subject": "%s", "body": "x"}}""".formatted(CONFIDENTIAL)).body();
        await().atMost(SOON).until(() -> api.statusOf(done).equals("completed"));
        await().atMost(SOON).until(() -> api.statusOf(dead).equals("dead"));

        assertThat(api.job(waiting).at("/payload/subject").asText()).isEqualTo(CONFIDENTIAL);
        assertThat(api.job(done).at("/payload/body").asText()).isEqualTo(CONFIDENTIAL);
        assertThat(api.job(dead).at("/error/message").asText()).isNotEmpty();
        assertThat(api.get("/api/v1/scheduled-jobs/" + schedule.get("id").asText())
                        .body()
                        .at("/payload/subject")
                        .asText())
                .isEqualTo(CONFIDENTIAL);
        Api.Answer filtered = api.get("/api/v1/jobs?payload.subject=" + CONFIDENTIAL);
        assertThat(filtered.status()).isEqualTo(422);
        assertThat(filtered.body().get("code").asText()).isEqualTo("payloads_encrypted");

        for (String table : query("SELECT oid::regclass::text FROM pg_class"
                + " WHERE relnamespace = 'millrace'::regnamespace AND relkind = 'r'")) {
            assertThat(query("SELECT t::text FROM " + table + " AS t WHERE t::text LIKE '%" + CONFIDENTIAL + "%'"))
                    .as(table)
                    .isEmpty();
        }
        assertThat(query("SELECT payload::text FROM millrace.job WHERE id = '" + waiting + "'"))
                .singleElement()
                .asString()
                .startsWith("\"mrs1.first.");
    }

    /** It leaves services with another key behind, so that it comes last. */
    @Test
    @Order(Integer.MAX_VALUE)
    @EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
    void keysAreChangedByRestartsAndWhatWasWrittenWithTheOldOneStillRuns() throws SQLException {
        String finished = api.submit("""
                {"job_type": "noop", "payload": {"sleep_ms": 1}}""");
        String waiting = api.submit("""
                {"job_type": "noop", "payload": {"sleep_ms": 2}, "delay_seconds": 86400}""");
        String schedule =
                api.post("/api/v1/scheduled-jobs", """
                {"name": "rotated", "job_type": "noop", "cron_expression": "0 0 1 1 *", "payload": {"sleep_ms": 3}}""").body().get("id").asText();
        await().atMost(SOON).until(() -> api.statusOf(finished).equals("completed"));

        restart(KEYS + "," + NEW_KEY, "second");

        assertThat(api.job(finished).at("/payload/sleep_ms").asInt()).isEqualTo(1);
        assertThat(api.job(waiting).at("/payload/sleep_ms").asInt()).isEqualTo(2);
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        query("SELECT split_part(payload #>> '{}', '.', 2) FROM (SELECT id, payload FROM millrace.job"
                                + " UNION ALL SELECT id, payload FROM millrace.schedule) AS live WHERE id IN ('"
                                + waiting
                                + "', '" + schedule + "')"))
                .containsExactly("second", "second"));

        restart(NEW_KEY, "second");

        assertThat(api.job(finished).at("/payload/$unreadable/cause").asText()).isEqualTo("KEY_UNKNOWN");
        assertThat(api.get("/api/v1/scheduled-jobs/" + schedule)
                        .body()
                        .at("/payload/sleep_ms")
                        .asInt())
                .isEqualTo(3);
        query("UPDATE millrace.job SET run_at = now(), due_at = now() WHERE id = '" + waiting + "' RETURNING id");
        await().atMost(SOON).until(() -> api.statusOf(waiting).equals("completed"));
    }

    private static void restart(String keys, String current) {
        services.forEach(ProtectedService::close);
        services.clear();
        Map<String, String> environment = sound();
        environment.put("MILLRACE_ENCRYPTION_KEYS", keys);
        environment.put("MILLRACE_ENCRYPTION_CURRENT_KEY", current);
        for (String module : List.of("job-api", "job-scheduler", "job-worker")) {
            services.add(service(module, environment));
        }
        services.forEach(ProtectedService::awaitReady);
        api = new Api(services.getFirst().root(), KEY);
    }

    private static Map<String, String> sound() {
        Map<String, String> environment = new HashMap<>();
        environment.put("MILLRACE_PG_MIGRATION_URL", servers.migrationUrl());
        environment.put("MILLRACE_PG_URL", servers.databaseUrl(ProtectedServers.NAME, servers.authorities()));
        environment.put("MILLRACE_AMQP_URL", servers.brokerUrl(ProtectedServers.NAME, servers.authorities()));
        environment.put("MILLRACE_AUTH_MODE", "required");
        environment.put("MILLRACE_AUTH_PEPPER", PEPPER);
        environment.put("MILLRACE_AUTH_FIRST_ADMIN_API_KEY", KEY);
        environment.put("MILLRACE_ENCRYPTION_KEYS", KEYS);
        environment.put("MILLRACE_ENCRYPTION_CURRENT_KEY", "first");
        return environment;
    }

    private static ProtectedService service(String module, Map<String, String> environment) {
        return new ProtectedService(module, folder, environment);
    }

    private static String partitionOfNextWeek() {
        return "job_log_" + LocalDate.now(ZoneOffset.UTC).plusDays(7).format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = servers.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
