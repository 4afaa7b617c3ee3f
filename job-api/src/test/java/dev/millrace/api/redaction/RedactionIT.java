package dev.millrace.api.redaction;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.security.Role;
import dev.millrace.api.security.SecuredCase;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.EventClient;
import dev.millrace.api.testing.Logs;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.JobError;
import dev.millrace.core.joblog.LogLevel;
import dev.millrace.core.joblog.LogLine;
import dev.millrace.core.store.AttemptEnd;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked of the API, and in whatever role, nothing that is masked is told but to an admin who has it revealed. */
@QuarkusTest
@TestProfile(RedactionIT.Redacting.class)
class RedactionIT extends SecuredCase {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SECRET = "hunter2";
    private static final Path SERVICE_LOG = Path.of("target", "redaction-it.log");
    /** Its members in the order in which PostgreSQL keeps them. */
    private static final String PAYLOAD =
            "{\"card\":{\"note\":\"n\",\"number\":4111222233334444},\"user\":\"ada\",\"items\":"
                    + "[{\"sku\":\"A\",\"token\":\"hunter2-a\"},{\"sku\":\"B\",\"token\":\"hunter2-b\"}],\"password\":\"hunter2-p\"}";

    private static final String SHOWN =
            "{\"card\":{\"note\":\"n\",\"number\":\"[redacted]\"},\"user\":\"ada\",\"items\":"
                    + "[{\"sku\":\"A\",\"token\":\"[redacted]\"},{\"sku\":\"B\",\"token\":\"[redacted]\"}],\"password\":\"[redacted]\"}";
    private static final String SAID = "{\"n\":1,\"password\":\"[redacted]\"}";

    private static Map<Role, String> keys;

    /** Authentication as in production, fields that are masked, and all that is logged in a file. */
    public static final class Redacting implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new Required().getConfigOverrides());
            settings.put("millrace.redaction.fields", "password,/card/number,/items/*/token");
            settings.put("quarkus.log.file.enable", "true");
            settings.put("quarkus.log.file.path", SERVICE_LOG.toString());
            settings.put("quarkus.log.category.\"dev.millrace\".level", "DEBUG");
            return settings;
        }
    }

    @BeforeEach
    void makeKeys() {
        if (keys == null) {
            keys = new EnumMap<>(Role.class);
            for (Role role : Role.values()) {
                keys.put(role, keyOf(role.wireName()));
            }
        }
    }

    @AfterAll
    static void theServiceHasLoggedNothingOfIt() throws IOException {
        assertThat(Files.readString(SERVICE_LOG)).isNotEmpty().doesNotContain(SECRET, "4111222233334444");
    }

    @Test
    void noAnswerToAnyQuestionTellsWhatIsMasked() {
        Map<String, String> known = new HashMap<>();
        UUID completed = submitSecret();
        await(store.jobs().end(new AttemptEnd.Completed(claim(completed).key(), PAYLOAD)));
        UUID dead = submitSecret();
        bury(dead);
        say(dead);
        known.put("/api/v1/scheduled-jobs/{id}", newSchedule());
        known.put("/api/v1/scheduled-jobs/{id}/jobs", known.get("/api/v1/scheduled-jobs/{id}"));
        known.put("/api/v1/job-types/{name}", "any");
        known.put("/api/v1/queues/{name}", "default");
        trigger(known.get("/api/v1/scheduled-jobs/{id}"));

        Set<String> masking = new TreeSet<>();
        for (JsonNode operation : operations("get")) {
            String path = operation.path("path").asText();
            if (operation.toString().contains("text/event-stream")) {
                continue;
            }
            for (UUID job : List.of(completed, dead)) {
                String id = known.getOrDefault(path, job.toString());
                for (String key : keys.values()) {
                    Answer answer = get(path.replaceAll("\\{[^}]*}", id), by(key));
                    assertThat(answer.text()).as(path).doesNotContain(SECRET, "4111222233334444");
                    if (answer.status() == 200 && answer.text().contains("[redacted]")) {
                        masking.add(operation.path("operationId").asText());
                    }
                }
            }
        }

        assertThat(masking)
                .containsExactlyInAnyOrder(
                        "getJob",
                        "listJobs",
                        "listJobLogs",
                        "listDeadLetters",
                        "getScheduledJob",
                        "listScheduledJobs",
                        "listJobsOfScheduledJob",
                        "legacyJobStatus",
                        "legacyQueryStatus");
        JsonNode shown =
                get("/api/v1/jobs/" + completed, by(keys.get(Role.ADMIN))).expect(200);
        assertThat(shown.path("payload").toString()).isEqualTo(SHOWN);
        assertThat(shown.path("result").toString()).isEqualTo(SHOWN);
        assertThat(get("/api/v1/jobs/" + dead + "/logs", by(keys.get(Role.VIEWER)))
                        .expect(200)
                        .path("items")
                        .path(0)
                        .path("fields")
                        .toString())
                .isEqualTo(SAID);
        assertThat(get("/api/job/status/" + dead, by(keys.get(Role.VIEWER)))
                        .expect(200)
                        .path("data")
                        .path("payload")
                        .asText())
                .isEqualTo(SHOWN);
    }

    @Test
    void noStreamTellsWhatIsMasked() {
        Set<String> streams = new TreeSet<>();
        operations("get").stream()
                .filter(operation -> operation.toString().contains("text/event-stream"))
                .forEach(operation -> streams.add(operation.path("operationId").asText()));
        assertThat(streams).containsExactlyInAnyOrder("watchJob", "watchLogs", "watchDashboard");
        UUID id = submitSecret();
        List<EventClient> clients = new ArrayList<>();
        try {
            for (Role role : List.of(Role.VIEWER, Role.ADMIN)) {
                String[] key = by(keys.get(role));
                EventClient job = watch("/api/v1/jobs/" + id + "/events?logs=true", key);
                EventClient logs = watch("/api/v1/logs?job_id=" + id, key);
                EventClient tab = watch("/api/v1/events?topics=dead,jobs,job:" + id, key);
                EventClient search = watch("/api/v1/logs?contains=" + SECRET + "&job_id=" + id, key);
                clients.addAll(List.of(job, logs, tab, search));
                logs.await("begin");
                search.await("begin");

                say(id);

                assertThat(job.await("job").json().path("payload").toString()).isEqualTo(SHOWN);
                assertThat(job.await("log").json().path("fields").toString()).isEqualTo(SAID);
                assertThat(logs.await("log").json().path("fields").toString()).isEqualTo(SAID);
                assertThat(tab.await("job").json().path("payload").toString()).isEqualTo(SHOWN);
                tab.await("jobs");
                tab.await("dead");
                assertThat(search.events("log")).isEmpty();
            }
            bury(id);
            clients.stream()
                    .filter(client -> !client.events("job").isEmpty())
                    .forEach(client -> client.await(
                            "job", job -> job.path("status").asText().equals("dead")));
            assertThat(clients).allSatisfy(client -> assertThat(client.events())
                    .noneMatch(event -> event.data().contains(SECRET)));
        } finally {
            clients.forEach(EventClient::close);
        }
    }

    @Test
    void noAnswerToAnyActionTellsWhatIsMasked() {
        String[] admin = by(keys.get(Role.ADMIN));
        String[] operator = by(keys.get(Role.OPERATOR));
        String schedule = newSchedule();
        Map<String, Supplier<Answer>> actions = new HashMap<>();
        for (String[] key : List.of(admin, operator)) {
            String who = key == admin ? " by an admin" : " by an operator";
            actions.put("submit" + who, () -> post("/api/v1/jobs", submission(), key));
            actions.put("submit all" + who, () -> post("/api/v1/jobs/bulk", "{\"jobs\":[" + submission() + "]}", key));
            actions.put(
                    "submit an older query" + who,
                    () -> post(
                            "/api/process_query",
                            "{\"job_type\":\"any\",\"priority\":\"high\",\"payload\":" + quoted(PAYLOAD) + "}",
                            key));
            actions.put("cancel" + who, () -> post("/api/v1/jobs/" + submitSecret() + "/cancel", "", key));
            actions.put(
                    "change" + who,
                    () -> send(
                            "PATCH",
                            "/api/v1/jobs/" + submitSecret(),
                            "{\"priority\":\"low\"}",
                            with(key, "Content-Type", "application/json")));
            actions.put("replay" + who, () -> post("/api/v1/jobs/" + deadSecret() + "/replay", "{}", key));
            actions.put("retry" + who, () -> post("/api/v1/jobs/" + deadSecret() + "/retry", "", key));
            actions.put(
                    "retry a dead one" + who, () -> post("/api/v1/dead-letters/" + deadSecret() + "/retry", "", key));
            actions.put("discard" + who, () -> send("DELETE", "/api/v1/dead-letters/" + deadSecret(), null, key));
            actions.put("make a schedule" + who, () -> post("/api/v1/scheduled-jobs", scheduleOf(PAYLOAD), key));
            actions.put(
                    "change a schedule" + who,
                    () -> send(
                            "PATCH",
                            "/api/v1/scheduled-jobs/" + schedule,
                            "{\"priority\":\"low\"}",
                            with(key, "Content-Type", "application/json")));
            for (String verb : List.of("pause", "resume", "trigger")) {
                actions.put(
                        verb + " a schedule" + who,
                        () -> post("/api/v1/scheduled-jobs/" + schedule + "/" + verb, "", key));
            }
        }

        actions.forEach((name, action) -> {
            Answer answer = action.get();
            assertThat(answer.status()).as(name + answer.text()).isBetween(200, 201);
            assertThat(answer.text()).as(name).contains("[redacted]").doesNotContain(SECRET, "4111222233334444");
        });
    }

    @Test
    void anAnswerThatIsGivenAgainIsMaskedToo() {
        String[] key =
                by(keys.get(Role.OPERATOR), "Idempotency-Key", UUID.randomUUID().toString());
        String schedule = scheduleOf(PAYLOAD);
        String first = post("/api/v1/scheduled-jobs", schedule, key).text();

        Answer again = post("/api/v1/scheduled-jobs", schedule, key);

        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.text()).isEqualTo(first).contains("[redacted]").doesNotContain(SECRET);
        assertThat(store.query("select answer_body from millrace.idempotency_key where answer_body is not null"))
                .isNotEmpty()
                .noneMatch(stored -> stored.contains(SECRET));
    }

    @Test
    void anAdminHasAJobRevealedAndIsNoted() {
        UUID id = submitSecret();
        await(store.jobs().end(new AttemptEnd.Completed(claim(id).key(), "{\"password\":\"hunter2-r\"}")));

        JsonNode revealed = post("/api/v1/jobs/" + id + "/reveal", "", by(keys.get(Role.ADMIN)))
                .expect(200);

        assertThat(revealed.path("payload").toString()).isEqualTo(PAYLOAD);
        assertThat(revealed.path("result").toString()).isEqualTo("{\"password\":\"hunter2-r\"}");
        assertThat(revealed.path("status").asText()).isEqualTo("completed");
        assertThat(audited(id.toString())).containsExactly("job.reveal admin");
        post("/api/v1/jobs/" + new UUID(1, 2) + "/reveal", "", by(keys.get(Role.ADMIN)))
                .expectProblem(404, "not_found");
    }

    @Test
    void anAdminHasAScheduleRevealedAndIsNoted() {
        String id = newSchedule();

        JsonNode revealed = post("/api/v1/scheduled-jobs/" + id + "/reveal", "", by(keys.get(Role.ADMIN)))
                .expect(200);

        assertThat(revealed.path("payload").toString()).isEqualTo(PAYLOAD);
        assertThat(audited(id)).contains("schedule.reveal admin");
        post("/api/v1/scheduled-jobs/" + new UUID(1, 2) + "/reveal", "", by(keys.get(Role.ADMIN)))
                .expectProblem(404, "not_found");
    }

    @Test
    void nobodyBelowAnAdminHasAnythingRevealed() {
        UUID job = submitSecret();
        String schedule = newSchedule();
        for (Role role : List.of(Role.VIEWER, Role.SUBMITTER, Role.OPERATOR)) {
            post("/api/v1/jobs/" + job + "/reveal", "", by(keys.get(role))).expectProblem(403, "forbidden");
            post("/api/v1/scheduled-jobs/" + schedule + "/reveal", "", by(keys.get(role)))
                    .expectProblem(403, "forbidden");
        }

        assertThat(audited(job.toString())).isEmpty();
        assertThat(audited(schedule)).noneMatch(entry -> entry.startsWith("schedule.reveal"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"payload.password=hunter2-p", "payload.card.number=4111222233334444", "payload.items.0.token=x"})
    void noFilterTellsByWhatItFindsWhatIsMasked(String filter) {
        String schedule = newSchedule();
        String[] path = filter.split("=");
        String order = "{\"filter\":{\"payload\":{\"" + path[0].substring("payload.".length()) + "\":\"" + path[1]
                + "\"}},\"dry_run\":true";
        for (Role role : List.of(Role.OPERATOR, Role.ADMIN)) {
            String[] key = by(keys.get(role));
            for (String list : List.of(
                    "/api/v1/jobs",
                    "/api/v1/jobs/count",
                    "/api/v1/dead-letters",
                    "/api/v1/scheduled-jobs/" + schedule + "/jobs")) {
                Answer refused = get(list + "?" + filter, key);
                refused.expectProblem(422, "invalid_request");
                assertThat(refused.pointers()).containsExactly(path[0]);
            }
            for (Answer refused : List.of(
                    post("/api/v1/bulk-operations", order + ",\"action\":\"cancel\"}", key),
                    post("/api/v1/dead-letters/retry", order + "}", key),
                    post("/api/v1/dead-letters/discard", order + "}", key))) {
                refused.expectProblem(422, "invalid_request");
                assertThat(refused.pointers())
                        .containsExactly("/filter/payload/" + path[0].substring("payload.".length()));
            }
        }
    }

    @Test
    void filtersFindByWhatIsNotMasked() {
        UUID id = submitSecret();

        assertThat(get("/api/v1/jobs?status=pending&payload.user=ada&payload.items.0.sku=A", by(keys.get(Role.VIEWER)))
                        .expect(200)
                        .path("items")
                        .findValuesAsText("id"))
                .contains(id.toString());
    }

    @Test
    void aReplayCarriesWhatIsMaskedUnseen() {
        UUID id = deadSecret();

        JsonNode replay = post("/api/v1/jobs/" + id + "/replay", "{}", by(keys.get(Role.OPERATOR)))
                .expect(201);

        assertThat(storedPayload(replay)).isEqualTo(storedPayload(id.toString()));
    }

    @Test
    void anEditedReplayHasTheValuesAgainWhereMasksWereLeft() {
        UUID id = deadSecret();
        String edited = SHOWN.replace("\"ada\"", "\"grace\"")
                .replace("{\"sku\":\"A\",\"token\":\"[redacted]\"},", "")
                .replace("\"password\":\"[redacted]\"", "\"password\":\"new\"");

        JsonNode replay = post(
                        "/api/v1/jobs/" + id + "/replay", "{\"payload\":" + edited + "}", by(keys.get(Role.OPERATOR)))
                .expect(201);

        assertThat(store.query(
                        "select concat_ws(' ', payload->>'user', payload->>'password', payload#>>'{card,number}', payload#>>'{items,0,token}',"
                                + " jsonb_array_length(payload->'items')) from millrace.job where id = ?",
                        UUID.fromString(replay.path("id").asText())))
                .containsExactly("grace new 4111222233334444 hunter2-b 1");
    }

    @Test
    void anEditedReplayIsRefusedWhereNobodyCanTellWhatAMaskStandsFor() {
        UUID id = deadSecret();
        long before = jobs();

        Answer refused = post(
                "/api/v1/jobs/" + id + "/replay",
                "{\"payload\":{\"user\":\"[redacted]\",\"card\":{\"number\":\"[redacted]\"}}}",
                by(keys.get(Role.OPERATOR)));

        JsonNode problem = refused.expectProblem(422, "invalid_request");
        assertThat(refused.pointers()).containsExactly("/payload/user");
        assertThat(problem.path("errors").path(0).path("detail").asText()).contains("write the value itself");
        assertThat(jobs()).isEqualTo(before);
    }

    @Test
    void aReplayIsCheckedWithTheValuesThatItWillHave() {
        UUID id = UUID.fromString(post(
                        "/api/v1/jobs",
                        "{\"job_type\":\"any\",\"payload\":{\"to\":\"ada@example.org\",\"password\":1}}",
                        by(keys.get(Role.SUBMITTER)))
                .expect(201)
                .path("id")
                .asText());
        bury(id);
        store.query("UPDATE millrace.job SET job_type = 'greet' WHERE id = ? RETURNING id", id);

        Answer refused = post(
                "/api/v1/jobs/" + id + "/replay",
                "{\"payload\":{\"to\":\"ada@example.org\",\"password\":\"[redacted]\"}}",
                by(keys.get(Role.OPERATOR)));

        refused.expectProblem(422, "invalid_request");
        assertThat(refused.pointers()).containsExactly("/payload/password");
        assertThat(refused.text()).contains("not defined in the schema");
    }

    @Test
    void anEditedScheduleKeepsTheValuesWhereMasksWereLeft() {
        String id = newSchedule();
        String[] key = by(keys.get(Role.OPERATOR), "Content-Type", "application/json");

        send(
                        "PATCH",
                        "/api/v1/scheduled-jobs/" + id,
                        "{\"payload\":" + SHOWN.replace("\"ada\"", "\"grace\"") + "}",
                        key)
                .expect(200);

        assertThat(store.query("select payload::text from millrace.schedule where id = ?", UUID.fromString(id)))
                .containsExactly(asStored(PAYLOAD.replace("\"ada\"", "\"grace\"")));
        assertThat(storedPayload(trigger(id))).isEqualTo(asStored(PAYLOAD.replace("\"ada\"", "\"grace\"")));
        Answer refused = send(
                "PATCH",
                "/api/v1/scheduled-jobs/" + id,
                "{\"payload\":{\"items\":[{\"sku\":\"Z\",\"token\":\"[redacted]\"}]}}",
                key);
        refused.expectProblem(422, "invalid_request");
        assertThat(refused.pointers()).containsExactly("/payload/items/0/token");
    }

    @Test
    void aNewJobWithAMaskForAValueIsRefused() {
        String[] key = by(keys.get(Role.OPERATOR));
        long before = jobs();

        for (Map.Entry<Answer, String> refused : Map.of(
                        post("/api/v1/jobs", "{\"job_type\":\"any\",\"payload\":" + SHOWN + "}", key),
                        "/payload/",
                        post("/api/v1/jobs/bulk", "{\"jobs\":[{\"job_type\":\"any\",\"payload\":" + SHOWN + "}]}", key),
                        "/jobs/0/payload/",
                        post("/api/v1/scheduled-jobs", scheduleOf(SHOWN), key),
                        "/payload/",
                        post("/submit-job", "{\"job_type\":\"any\",\"payload\":" + SHOWN + "}", key),
                        "/payload/")
                .entrySet()) {
            refused.getKey().expectProblem(422, "invalid_request");
            assertThat(refused.getKey().pointers())
                    .containsExactlyInAnyOrder(
                            refused.getValue() + "password",
                            refused.getValue() + "card/number",
                            refused.getValue() + "items/0/token",
                            refused.getValue() + "items/1/token");
        }
        assertThat(jobs()).isEqualTo(before);
        post("/api/v1/jobs", "{\"job_type\":\"any\",\"payload\":{\"user\":\"[redacted]\"}}", key)
                .expect(201);
    }

    private List<JsonNode> operations(String method) {
        List<JsonNode> all = new ArrayList<>();
        get("/q/openapi?format=json").expect(200).path("paths").fields().forEachRemaining(path -> {
            if (path.getValue().has(method)) {
                ObjectNode operation = (ObjectNode) path.getValue().path(method);
                all.add(operation.put("path", path.getKey()));
            }
        });
        assertThat(all).hasSizeGreaterThan(20);
        return all;
    }

    private UUID submitSecret() {
        return UUID.fromString(post("/api/v1/jobs", submission(), by(keys.get(Role.SUBMITTER)))
                .expect(201)
                .path("id")
                .asText());
    }

    private UUID deadSecret() {
        UUID id = submitSecret();
        await(store.jobs()
                .end(new AttemptEnd.Buried(
                        claim(id).key(), AttemptOutcome.FAILED, new JobError("Broken", "it broke", "at line 1"))));
        return id;
    }

    private String newSchedule() {
        return post("/api/v1/scheduled-jobs", scheduleOf(PAYLOAD), by(keys.get(Role.OPERATOR)))
                .expect(201)
                .path("id")
                .asText();
    }

    private String trigger(String schedule) {
        return post("/api/v1/scheduled-jobs/" + schedule + "/trigger", "", by(keys.get(Role.OPERATOR)))
                .expect(201)
                .path("id")
                .asText();
    }

    private void say(UUID job) {
        Logs.write(
                store,
                WORKER,
                List.of(new LogLine(
                        job,
                        1,
                        "any",
                        "default",
                        LogLevel.INFO,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        "said",
                        "{\"password\": \"hunter2-l\", \"n\": 1}")));
        await().atMost(SOON).until(() -> get("/api/v1/jobs/" + job + "/logs", by(keys.get(Role.VIEWER)))
                .text()
                .contains("said"));
    }

    private List<String> audited(String target) {
        return store.query("select action || ' ' || actor_role from millrace.audit_event where target = ?", target);
    }

    private String storedPayload(String job) {
        return store.query("select payload::text from millrace.job where id = ?", UUID.fromString(job))
                .getFirst();
    }

    private String storedPayload(JsonNode job) {
        return storedPayload(job.path("id").asText());
    }

    private String asStored(String json) {
        return store.query("select ?::jsonb::text", json).getFirst();
    }

    private long jobs() {
        return store.count("select count(*) from millrace.job");
    }

    private static String submission() {
        return "{\"job_type\":\"any\",\"payload\":" + PAYLOAD + "}";
    }

    private static String scheduleOf(String payload) {
        return "{\"name\":\"" + UUID.randomUUID()
                + "\",\"job_type\":\"any\",\"cron_expression\":\"0 0 1 1 *\",\"payload\":" + payload + "}";
    }

    private static String quoted(String json) {
        return '"' + json.replace("\"", "\\\"") + '"';
    }

    private static String[] with(String[] headers, String... more) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
