package dev.millrace.api.schedules;

import static dev.millrace.core.testing.TestStore.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.millrace.api.testing.ApiCase;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.store.JobTypeCard;
import dev.millrace.core.store.WorkerCard;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ScheduleResourceIT extends ApiCase {
    private static final String ROUTE = "/api/v1/scheduled-jobs";
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @BeforeEach
    void itsWorkerRunsNoop() {
        await(store.jobTypes()
                .register(new JobTypeCard(
                        "noop",
                        "Does nothing.",
                        """
                        {"type":"object","properties":{"sleep_ms":{"type":"integer","minimum":0}},
                         "additionalProperties":false}""",
                        "{}",
                        3,
                        RetryPolicy.DEFAULT,
                        Duration.ofHours(1),
                        1,
                        "default")));
        await(store.workers()
                .register(new WorkerCard(WORKER, "host-1", 42, "0.1.0", List.of("default"), List.of("noop"), 16)));
    }

    @AfterEach
    void noopIsForgotten() {
        store.query("DELETE FROM millrace.job_type WHERE name = 'noop'");
    }

    @Test
    void a_schedule_is_made_and_shown() {
        String location = post("""
                        {"name": "every five minutes", "job_type": "noop", "cron_expression": "*/5 * * * *",
                         "payload": {"sleep_ms": 1}, "priority": "high", "max_retries": 7}""")
                .statusCode(201)
                .body("name", equalTo("every five minutes"))
                .body("job_type", equalTo("noop"))
                .body("queue", equalTo("default"))
                .body("priority", equalTo("high"))
                .body("payload.sleep_ms", equalTo(1))
                .body("max_retries", equalTo(7))
                .body("cron_expression", equalTo("*/5 * * * *"))
                .body("timezone", equalTo("UTC"))
                .body("description", equalTo("every 5 minutes"))
                .body("enabled", equalTo(true))
                .body("next_fire_at", matchesPattern(TIME))
                .body("last_fire_at", nullValue())
                .body("last_job_id", nullValue())
                .extract()
                .header("Location");

        given().get(path(location)).then().statusCode(200).body("name", equalTo("every five minutes"));
        given().get(ROUTE).then().statusCode(200).body("items.name", hasItem("every five minutes"));
    }

    @Test
    void a_name_is_taken_once() {
        String schedule = "{\"name\": \"unique\", \"job_type\": \"noop\", \"cron_expression\": \"@daily\"}";
        post(schedule).statusCode(201).body("cron_expression", equalTo("@daily"));

        post(schedule).statusCode(409).contentType("application/problem+json").body("code", equalTo("name_taken"));
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        post("""
                        {"name": " ", "job_type": "noop", "cron_expression": "61 * * * *", "timezone": "Mars/Olympus",
                         "payload": {"sleep_ms": -1}, "priority": "urgent", "queue": "nowhere", "max_retries": 101,
                         "enabled": "yes", "overlap_policy": "sometimes", "misfire_policy": 1, "jitter_seconds": -1,
                         "colour": "red"}""")
                .statusCode(422)
                .contentType("application/problem+json")
                .body(
                        "errors.pointer",
                        containsInAnyOrder(
                                "/name",
                                "/cron_expression",
                                "/timezone",
                                "/payload/sleep_ms",
                                "/priority",
                                "/queue",
                                "/max_retries",
                                "/enabled",
                                "/overlap_policy",
                                "/misfire_policy",
                                "/jitter_seconds",
                                "/colour"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"a\", \"job_type\": \"noop\"}                                       | /cron_expression",
                "{\"job_type\": \"noop\", \"cron_expression\": \"@daily\"}                        | /name",
                "{\"name\": \"a\", \"cron_expression\": \"@daily\"}                               | /job_type",
                "{\"name\": \"a\", \"job_type\": \"none\", \"cron_expression\": \"@daily\"}       | /job_type",
                "{\"name\": \"a\", \"job_type\": \"noop\", \"cron_expression\": \"0 0 30 2 *\"}   | /cron_expression",
                "{\"name\": \"a\", \"job_type\": \"noop\", \"cron_expression\": \"@daily\", \"timezone\": \"+02:00\"} | /timezone",
                "{\"name\": \"a\\u0000\", \"job_type\": \"noop\", \"cron_expression\": \"@daily\"} | /name",
            })
    void what_is_missing_or_wrong_is_pointed_at(String schedule, String pointer) {
        post(schedule).statusCode(422).body("errors.pointer", contains(pointer));
    }

    @Test
    void a_paused_schedule_does_not_fire_until_it_is_resumed() {
        String schedule = made("pausing");

        given().post(schedule + "/pause")
                .then()
                .statusCode(200)
                .body("enabled", equalTo(false))
                .body("next_fire_at", nullValue());
        given().post(schedule + "/resume")
                .then()
                .statusCode(200)
                .body("enabled", equalTo(true))
                .body("next_fire_at", notNullValue());
    }

    @Test
    void a_run_by_hand_is_a_job_of_the_schedule() {
        String schedule = made("by hand");

        String job = given().post(schedule + "/trigger")
                .then()
                .statusCode(201)
                .body("schedule_id", equalTo(schedule.substring(schedule.lastIndexOf('/') + 1)))
                .body("status", equalTo("pending"))
                .extract()
                .path("id");

        given().get("/api/v1/jobs/" + job).then().statusCode(200).body("job_type", equalTo("noop"));
        given().get(schedule).then().body("last_job_id", equalTo(job)).body("last_fire_at", nullValue());
    }

    @Test
    void every_field_can_be_changed() {
        String schedule = made("changing");
        String before = given().get(schedule).path("next_fire_at");

        patch(
                        schedule,
                        "{\"name\": \"changed\", \"payload\": {\"sleep_ms\": 5}, \"priority\": \"low\","
                                + " \"max_retries\": 1, \"overlap_policy\": \"queue_one\", \"misfire_policy\": \"fire_all\","
                                + " \"jitter_seconds\": 60}")
                .statusCode(200)
                .body("name", equalTo("changed"))
                .body("payload.sleep_ms", equalTo(5))
                .body("priority", equalTo("low"))
                .body("max_retries", equalTo(1))
                .body("overlap_policy", equalTo("queue_one"))
                .body("misfire_policy", equalTo("fire_all"))
                .body("jitter_seconds", equalTo(60))
                .body("cron_expression", equalTo("@yearly"))
                .body("next_fire_at", equalTo(before));
        patch(schedule, "{\"cron_expression\": \"@hourly\", \"timezone\": \"Asia/Tokyo\"}")
                .statusCode(200)
                .body("timezone", equalTo("Asia/Tokyo"))
                .body("name", equalTo("changed"))
                .body("next_fire_at", not(equalTo(before)));
        patch(schedule, "{\"enabled\": false}").statusCode(200).body("next_fire_at", nullValue());
        patch(schedule, "{\"enabled\": true}").statusCode(200).body("next_fire_at", notNullValue());
        patch(schedule, "{}").statusCode(200).body("name", equalTo("changed"));
    }

    @Test
    void a_change_is_checked_like_a_new_schedule() {
        String schedule = made("checked");
        made("the other");

        patch(schedule, "{\"name\": \"the other\"}").statusCode(409).body("code", equalTo("name_taken"));
        patch(
                        schedule,
                        "{\"payload\": {\"sleep_ms\": -1}, \"cron_expression\": \"never\", \"job_type\": \"none\","
                                + " \"queue\": \"nowhere\", \"colour\": 1}")
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/cron_expression", "/job_type", "/queue", "/colour"));
        patch(schedule, "{\"payload\": {\"sleep_ms\": -1}}")
                .statusCode(422)
                .body("errors.pointer", contains("/payload/sleep_ms"));
        patch(schedule, "[]").statusCode(422);
        patch(schedule, "{").statusCode(400);
        patch(ROUTE + "/" + new UUID(1, 1), "{}").statusCode(404);
        patch(ROUTE + "/no-uuid", "{}").statusCode(404);
        given().get(schedule).then().body("name", equalTo("checked"));
    }

    @Test
    void the_list_is_filtered_and_paged() {
        for (String letter : List.of("a", "b", "c")) {
            made("Paged 100% " + letter);
        }
        String second = given().get(ROUTE + "?name=paged 100% b").path("items[0].id");
        given().post(ROUTE + "/" + second + "/pause").then().statusCode(200);

        var first = given().get(ROUTE + "?name=paged 100%&limit=2")
                .then()
                .statusCode(200)
                .body("items.name", contains("Paged 100% a", "Paged 100% b"))
                .extract();
        String cursor = first.path("next_cursor");
        given().get(ROUTE + "?name=paged 100%&limit=2&cursor=" + cursor)
                .then()
                .statusCode(200)
                .body("items.name", contains("Paged 100% c"))
                .body("next_cursor", nullValue());
        given().get(ROUTE + "?limit=2&cursor=" + cursor).then().statusCode(400).body("code", equalTo("cursor_refused"));
        given().get(ROUTE + "?cursor=nonsense!").then().statusCode(400);
        given().get(ROUTE + "?name=paged&enabled=false").then().body("items.name", contains("Paged 100% b"));
        given().get(ROUTE + "?name=paged&job_type=unheard").then().body("items", hasSize(0));
        given().get(ROUTE + "?enabled=perhaps&colour=red")
                .then()
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("enabled", "colour"));
    }

    @Test
    void a_schedule_shows_its_jobs_live_and_finished() {
        String schedule = made("with many jobs");
        given().post(made("another") + "/trigger").then().statusCode(201);
        String first = given().post(schedule + "/trigger").path("id");
        String second = given().post(schedule + "/trigger").path("id");
        given().post("/api/v1/jobs/" + second + "/cancel").then().statusCode(200);

        var page = given().get(schedule + "/jobs?limit=1")
                .then()
                .statusCode(200)
                .body("items.id", contains(second))
                .extract();
        given().get(schedule + "/jobs?limit=1&cursor=" + page.path("next_cursor"))
                .then()
                .statusCode(200)
                .body("items.id", contains(first));
        given().get(schedule + "/jobs?status=pending").then().body("items.id", contains(first));
        given().get(schedule + "/jobs?schedule_id=" + new UUID(1, 1)).then().statusCode(422);
    }

    @Test
    void a_schedule_shows_what_became_of_its_last_job() {
        String schedule = made("with jobs");
        String second = given().post(schedule + "/trigger").path("id");
        given().post("/api/v1/jobs/" + second + "/cancel").then().statusCode(200);

        given().get(schedule).then().body("last_job_id", equalTo(second)).body("last_job_status", equalTo("canceled"));
        given().get(ROUTE + "?name=with jobs").then().body("items[0].last_job_status", equalTo("canceled"));
    }

    @Test
    void a_deleted_schedule_is_gone() {
        String schedule = made("deleted");

        given().delete(schedule).then().statusCode(204);
        given().delete(schedule).then().statusCode(404);
        given().get(schedule).then().statusCode(404).contentType("application/problem+json");
        given().get(ROUTE).then().body("items.name", not(hasItem("deleted")));
    }

    @ParameterizedTest
    @CsvSource({"GET,", "DELETE,", "GET,/jobs", "POST,/pause", "POST,/resume", "POST,/trigger", "GET,/next-fires"})
    void what_is_not_there_is_not_found(String method, String action) {
        for (String id : List.of(new UUID(1, 1).toString(), "no-uuid")) {
            given().request(method, ROUTE + "/" + id + (action == null ? "" : action))
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
        }
    }

    @Test
    void a_schedule_tells_when_it_fires_next() {
        String schedule = made("asked");

        given().get(schedule + "/next-fires").then().statusCode(200).body("items", hasSize(5));
        given().get(schedule + "/next-fires?count=1000").then().body("items", hasSize(1_000));
        assertThat(given().get(schedule + "/next-fires?count=1").<String>path("items[0]"))
                .isEqualTo(given().get(schedule).<String>path("next_fire_at"));
        for (String count : List.of("0", "1001", "-1", "many", "99999999999")) {
            given().get(schedule + "/next-fires?count=" + count)
                    .then()
                    .statusCode(422)
                    .body("errors.pointer", contains("count"));
        }
    }

    @Test
    void an_expression_can_be_tried_out() {
        given().contentType(ContentType.JSON)
                .body("""
                        {"cron_expression": "30 1 * * *", "timezone": "Europe/London", "count": 3,
                         "after": "2026-03-28T00:00:00Z"}""")
                .post(ROUTE + "/preview")
                .then()
                .statusCode(200)
                .body(
                        "items",
                        contains("2026-03-28T01:30:00.000Z", "2026-03-29T01:30:00.000Z", "2026-03-30T00:30:00.000Z"))
                .body("description", equalTo("at 01:30"));
        given().contentType(ContentType.JSON)
                .body("{\"cron_expression\": \"nonsense\", \"count\": 1001}")
                .post(ROUTE + "/preview")
                .then()
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/cron_expression", "/count"));
    }

    private static String made(String name) {
        return path(post("{\"name\": \"" + name + "\", \"job_type\": \"noop\", \"cron_expression\": \"@yearly\"}")
                .statusCode(201)
                .extract()
                .header("Location"));
    }

    private static ValidatableResponse patch(String schedule, String change) {
        return given().contentType(ContentType.JSON)
                .body(change)
                .patch(schedule)
                .then();
    }

    private static ValidatableResponse post(String schedule) {
        return given().contentType(ContentType.JSON).body(schedule).post(ROUTE).then();
    }

    private static String path(String location) {
        return location.substring(location.indexOf(ROUTE));
    }
}
