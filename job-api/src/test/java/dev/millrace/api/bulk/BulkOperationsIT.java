package dev.millrace.api.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BulkOperationsIT extends ApiCase {
    private static final String ROUTE = "/api/v1/bulk-operations";

    @Test
    void aDryRunShowsWhatItsTokenThenDoes() {
        List<UUID> ids = submitted("call-off", 3);
        JsonNode preview = post(ROUTE, """
                {"action": "cancel", "filter": {"tag": "call-off"}, "reason": "called off", "dry_run": true}""").expect(200);
        UUID later = submitted("call-off", 1).getFirst();
        UUID moved = ids.get(1);
        complete(moved, "1");

        assertThat(preview.path("count").asInt()).isEqualTo(3);
        assertThat(texts(preview.path("samples"), "id"))
                .containsExactlyElementsOf(ids.stream().map(UUID::toString).toList());
        assertThat(preview.path("samples").get(0).path("job_type").asText()).isEqualTo("any");

        Answer started = post(ROUTE, token(preview));
        JsonNode operation = started.expect(202);
        assertThat(started.header("location"))
                .endsWith(ROUTE + "/" + preview.path("operation_id").asText());
        assertThat(operation.path("reason").asText()).isEqualTo("called off");
        assertThat(operation.path("filter").toString()).isEqualTo("{\"tag\":\"call-off\"}");

        JsonNode complete = completed(operation);
        assertThat(complete.path("matched").asInt()).isEqualTo(3);
        assertThat(complete.path("done").asInt()).isEqualTo(2);
        assertThat(complete.path("skipped").asInt()).isEqualTo(1);
        assertThat(status(ids.get(0))).isEqualTo("canceled");
        assertThat(status(moved)).isEqualTo("completed");
        assertThat(status(later)).isEqualTo("pending");
        assertThat(texts(
                        get(self(operation) + "/items?outcome=skipped")
                                .expect(200)
                                .path("items"),
                        "job_id"))
                .containsExactly(moved.toString());
        assertThat(post(ROUTE, token(preview)).expect(202).path("id")).isEqualTo(operation.path("id"));
        post(self(operation) + "/abort", "").expectProblem(409, "operation_over");
        assertThat(store.query(
                        "select reason from millrace.audit_event where action = 'bulk.start' and target = ?",
                        operation.path("id").asText()))
                .containsExactly("called off");
    }

    @Test
    void withoutADryRunItStartsAtOnce() {
        List<UUID> ids = submitted("at-once", 2);
        ids.forEach(this::bury);

        JsonNode operation = post(ROUTE, """
                {"action": "retry", "filter": {"tag": ["at-once"], "status": ["dead", "completed"]}}""").expect(202);

        assertThat(completed(operation).path("done").asInt()).isEqualTo(2);
        assertThat(ids).extracting(this::status).containsOnly("pending");
        assertThat(get("/q/metrics").text())
                .contains("millrace_bulk_jobs_total{action=\"retry\",outcome=\"done\"}")
                .contains("millrace_bulk_operations_total{action=\"retry\",state=\"completed\"}");
    }

    @Test
    void anIdempotencyKeyStartsAnOperationOnce() {
        submitted("bulk-once", 1);
        String order = """
                {"action": "cancel", "filter": {"tag": "bulk-once"}}""";

        Answer first = post(ROUTE, order, "Idempotency-Key", "bulk-once");
        Answer again = post(ROUTE, order, "Idempotency-Key", "bulk-once");

        assertThat(again.expect(202).path("id")).isEqualTo(first.expect(202).path("id"));
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        assertThat(again.header("location")).endsWith(self(first.json()));
        assertThat(completed(first.json()).path("done").asInt()).isEqualTo(1);
        post("/api/v1/dead-letters/retry", "{\"all\": true}", "Idempotency-Key", "bulk-once")
                .expectProblem(422, "idempotency_key_reused");
    }

    @Test
    void aPreviewIsDropped() {
        submitted("dropped", 1);
        JsonNode preview = post(ROUTE, """
                {"action": "cancel", "filter": {"tag": "dropped"}, "dry_run": true}""").expect(200);
        String self = ROUTE + "/" + preview.path("operation_id").asText();

        assertThat(get(self).expect(200).path("state").asText()).isEqualTo("previewed");
        assertThat(post(self + "/abort", "").expect(200).path("state").asText()).isEqualTo("aborted");
        post(ROUTE, token(preview)).expectProblem(409, "operation_over");
    }

    @Test
    void aTokenIsRefusedForAnotherAction() {
        submitted("other-action", 1);
        String token = post(ROUTE, """
                {"action": "cancel", "filter": {"tag": "other-action"}, "dry_run": true}""").expect(200).path("token").asText();

        Answer refused = post(ROUTE, "{\"action\": \"discard\", \"token\": \"" + token + "\"}");

        refused.expectProblem(422, "invalid_request");
        assertThat(refused.pointers()).containsExactly("/token");
        post("/api/v1/dead-letters/retry", "{\"token\": \"" + token + "\"}").expectProblem(422, "invalid_request");
        post(ROUTE, "{\"token\": \"0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01\"}").expectProblem(422, "invalid_request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                              | /action,/filter",
                "{\"action\": \"cancel\"}                                        | /filter",
                "{\"action\": \"cancel\", \"filter\": {}}                        | /filter",
                "{\"action\": \"cancel\", \"filter\": {\"tag\": null}}           | /filter",
                "{\"action\": \"cancel\", \"filter\": {\"tag\": []}}             | /filter/tag",
                "{\"action\": \"cancel\", \"filter\": {\"tags\": [\"a\"]}}       | /filter/tags",
                "{\"action\": \"cancel\", \"filter\": {\"tag\": [1]}}            | /filter/tag/0",
                "{\"action\": \"cancel\", \"filter\": {\"tag\": 1}}              | /filter/tag",
                "{\"action\": \"cancel\", \"filter\": []}                        | /filter",
                "{\"action\": \"cancel\", \"filter\": {\"tag\": \"\\u0000\"}}    | /filter/tag",
                "{\"action\": \"cancel\", \"filter\": {\"status\": \"alive\"}}   | /filter/status",
                "{\"action\": \"cancel\", \"filter\": {\"status\": [\"dead\"]}}  | /filter/status",
                "{\"action\": \"cancel\", \"filter\": {\"priority\": \"top\"}}   | /filter/priority",
                "{\"action\": \"cancel\", \"filter\": {\"worker_id\": \"x\"}}    | /filter/worker_id",
                "{\"action\": \"cancel\", \"filter\": {\"ids\": [\"x\"]}}        | /filter/ids",
                "{\"action\": \"cancel\", \"filter\": {\"ids\": []}}             | /filter/ids",
                "{\"action\": \"cancel\", \"filter\": {\"created_after\": \"x\"}} | /filter/created_after",
                "{\"action\": \"cancel\", \"filter\": {\"created_after\": \"+99999-01-01T00:00:00Z\"}} | /filter/created_after",
                "{\"action\": \"cancel\", \"filter\": {\"payload\": {}}}         | /filter/payload",
                "{\"action\": \"cancel\", \"filter\": {\"payload\": {\"a\": {}}}} | /filter/payload/a",
                "{\"action\": \"cancel\", \"filter\": {\"payload\": {\"a..b\": 1}}} | /filter/payload/a..b",
                "{\"action\": \"cancel\", \"filter\": {\"tag\": \"a\"}, \"all\": true} | /all",
                "{\"action\": \"kill\", \"all\": true}                           | /action",
                "{\"action\": \"cancel\", \"all\": true, \"reason\": \"\"}       | /reason",
                "{\"action\": \"cancel\", \"all\": true, \"dry_run\": 1}         | /dry_run",
                "{\"action\": \"cancel\", \"all\": true, \"sort\": \"x\"}        | /sort",
                "{\"token\": \"x\"}                                              | /token",
                "{\"token\": 5}                                                  | /token",
                "{\"token\": \"0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01\", \"filter\": {\"tag\": \"a\"}} | /filter",
                "[]                                                              | ''",
            })
    void whatIsNotMeantOrNotUnderstoodIsRefused(String order, String pointers) {
        Answer answer = post(ROUTE, order);

        answer.expectProblem(422, "invalid_request");
        assertThat(answer.pointers()).isSubsetOf(pointers.split(",")).isNotEmpty();
    }

    @Test
    void everythingIsFoundOnlyWhenItIsSaid() {
        submitted("everything", 1);

        JsonNode preview = post(ROUTE, """
                {"action": "cancel", "all": true, "filter": {}, "dry_run": true}""").expect(200);

        assertThat(preview.path("count").asInt()).isPositive();
    }

    @Test
    void jobsAreNamedOneByOne() {
        List<UUID> ids = submitted("named", 4);
        complete(ids.get(1), "1");
        bury(ids.get(3));

        JsonNode canceled =
                post(ROUTE, """
                {"action": "cancel", "filter": {"ids": ["%s", "%s", "%s"]}}""".formatted(ids.get(0), ids.get(1), ids.get(3))).expect(202);

        assertThat(completed(canceled).path("matched").asInt()).isEqualTo(1);
        assertThat(ids).extracting(this::status).containsExactly("canceled", "completed", "pending", "dead");
        JsonNode retry =
                post("/api/v1/dead-letters/retry", """
                {"filter": {"ids": "%s"}, "dry_run": true}""".formatted(ids.get(3))).expect(200);
        assertThat(texts(retry.path("samples"), "id"))
                .containsExactly(ids.get(3).toString());
    }

    @Test
    void moreJobsThanAThousandAreNotNamedOneByOne() {
        String ids = Stream.generate(() -> "\"0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01\"")
                .limit(1_001)
                .collect(Collectors.joining(","));

        Answer refused = post(ROUTE, "{\"action\": \"cancel\", \"filter\": {\"ids\": [" + ids + "]}}");

        refused.expectProblem(422, "invalid_request");
        assertThat(refused.pointers()).containsExactly("/filter/ids");
    }

    @Test
    void payloadsAreMatchedByPath() {
        UUID id = submitId(",\"tags\":[\"by-path\"],\"payload\":{\"user\":{\"id\":42}}");
        submitId(",\"tags\":[\"by-path\"],\"payload\":{\"user\":{\"id\":43}}");

        JsonNode preview = post(ROUTE, """
                {"action": "cancel", "filter": {"tag": "by-path", "payload": {"user.id": 42}}, "dry_run": true}""").expect(200);

        assertThat(texts(preview.path("samples"), "id")).containsExactly(id.toString());
    }

    @Test
    void deadLettersAreRetriedAndDiscardedByFilter() {
        List<UUID> dead = submitted("dead-bulk", 2);
        dead.forEach(this::bury);
        UUID alive = submitted("dead-bulk", 1).getFirst();

        JsonNode retry = post("/api/v1/dead-letters/retry", """
                {"filter": {"tag": "dead-bulk"}, "reason": "mended"}""").expect(202);

        assertThat(completed(retry).path("matched").asInt()).isEqualTo(2);
        assertThat(retry.path("filter").path("status").asText()).isEqualTo("dead");
        dead.forEach(this::bury);
        JsonNode preview = post("/api/v1/dead-letters/discard", """
                {"filter": {"tag": "dead-bulk"}, "dry_run": true}""").expect(200);
        JsonNode discard = post("/api/v1/dead-letters/discard", token(preview)).expect(202);
        assertThat(completed(discard).path("done").asInt()).isEqualTo(2);
        assertThat(dead).extracting(this::status).containsOnly("discarded");
        assertThat(status(alive)).isEqualTo("pending");
    }

    @Test
    void deadLettersAreFoundByFingerprint() {
        UUID id = submitted("by-fingerprint", 1).getFirst();
        bury(id);
        store.query(
                "update millrace.job set error = error || '{\"fingerprint\": \"feed5eed\"}', fingerprint = 'feed5eed'"
                        + " where id = ?",
                id);

        JsonNode preview = post("/api/v1/dead-letters/retry", """
                {"fingerprint": "feed5eed", "dry_run": true}""").expect(200);

        assertThat(texts(preview.path("samples"), "id")).containsExactly(id.toString());
        assertThat(post("/api/v1/dead-letters/retry", "{}").expectProblem(422, "invalid_request"))
                .isNotNull();
        post("/api/v1/dead-letters/retry", """
                {"filter": {"status": "dead"}}""").expectProblem(422, "invalid_request");
        post("/api/v1/dead-letters/retry", """
                {"fingerprint": "a", "filter": {"tag": "a"}}""").expectProblem(422, "invalid_request");
        post("/api/v1/dead-letters/retry", """
                {"fingerprint": 5}""").expectProblem(422, "invalid_request");
    }

    @Test
    void operationsAndTheirJobsAreListedPageByPage() {
        submitted("paged-bulk", 3);
        String order = """
                {"action": "cancel", "filter": {"tag": "paged-bulk"}, "dry_run": true}""";
        String older = post(ROUTE, order).expect(200).path("operation_id").asText();
        String newer = post(ROUTE, order).expect(200).path("operation_id").asText();

        JsonNode first = get(ROUTE + "?limit=1").expect(200);
        JsonNode second = get(ROUTE + "?limit=1&cursor="
                        + first.path("next_cursor").asText())
                .expect(200);
        assertThat(texts(first.path("items"), "id")).containsExactly(newer);
        assertThat(texts(second.path("items"), "id")).containsExactly(older);

        String items = ROUTE + "/" + older + "/items?outcome=pending&limit=2";
        JsonNode page = get(items).expect(200);
        JsonNode rest =
                get(items + "&cursor=" + page.path("next_cursor").asText()).expect(200);
        assertThat(page.path("items")).hasSize(2);
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.path("next_cursor").isNull()).isTrue();
        get(ROUTE + "?cursor=" + page.path("next_cursor").asText()).expectProblem(400, "cursor_refused");
        get(ROUTE + "/" + older + "/items?outcome=lost").expectProblem(422, "invalid_request");
        get(ROUTE + "?state=running").expectProblem(422, "invalid_request");
        get(ROUTE + "/x").expectProblem(404, "not_found");
        post(ROUTE + "/0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01/abort", "").expectProblem(404, "not_found");
        get(ROUTE + "/0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01/items").expectProblem(404, "not_found");
    }

    private List<UUID> submitted(String tag, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> submitId(",\"tags\":[\"" + tag + "\"]"))
                .toList();
    }

    private JsonNode completed(JsonNode operation) {
        return Awaitility.await().until(() -> get(self(operation)).expect(200), now -> now.path("state")
                .asText()
                .equals("completed"));
    }

    private String status(UUID id) {
        return get("/api/v1/jobs/" + id).expect(200).path("status").asText();
    }

    private static String self(JsonNode operation) {
        return ROUTE + "/" + operation.path("id").asText();
    }

    private static String token(JsonNode preview) {
        return "{\"token\": \"" + preview.path("token").asText() + "\"}";
    }

    private static List<String> texts(JsonNode items, String field) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }
}
