package dev.millrace.api.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.hostile.DescribedApi.Operation;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;

/**
 * Thousands of hostile requests, made from the description of the API. None may be answered with a 5xx; a refusal is always
 * a problem as described, and whatever was accepted is there.
 */
@QuarkusTest
class HostileRequestsIT extends ApiCase {
    private static final int REQUESTS_AN_OPERATION = 60;
    private static final int TOLD = 600;

    @Test
    void aHostileRequestIsRefusedAsDescribedOrDoneAsDescribed() {
        JqwikSession.run(this::sendThousands);
    }

    private void sendThousands() {
        DescribedApi api = new DescribedApi(get("/q/openapi?format=json").expect(200));
        long seed = Long.getLong("millrace.seed", new Random().nextLong());
        HostileRequests requests = new HostileRequests(api, seed, knownIds());
        Map<String, String> wrongs = new LinkedHashMap<>();
        int sent = 0;
        for (Operation operation : api.operations()) {
            if (operation.path().startsWith("/q/") || operation.path().equals("/health") || operation.streams()) {
                continue;
            }
            for (int i = 0; i < REQUESTS_AN_OPERATION; i++) {
                HostileRequest request = requests.next(operation);
                sent++;
                wrongOf(api, operation, request)
                        .ifPresent(wrong -> wrongs.putIfAbsent(
                                operation.id() + ": " + wrong.what(),
                                shortened(wrong.answer()) + " to " + shortened(request.toString())));
            }
        }
        assertThat(wrongs).as("seed %d (-Dmillrace.seed=%d)", seed, seed).isEmpty();
        assertThat(sent).isGreaterThan(2_000);
    }

    private Optional<Wrong> wrongOf(DescribedApi api, Operation operation, HostileRequest request) {
        try {
            Answer answer = send(
                    request.method(),
                    request.path(),
                    request.body(),
                    request.headers().toArray(String[]::new));
            return Optional.ofNullable(whatIsWrong(api, operation, answer))
                    .map(what -> new Wrong(answer.status() + ", " + what, answer.text()));
        } catch (AssertionError unanswered) {
            return Optional.of(new Wrong("no answer", unanswered.getMessage()));
        }
    }

    private record Wrong(String what, String answer) {}

    private static String shortened(String text) {
        return text.length() <= TOLD ? text : text.substring(0, TOLD) + "...";
    }

    private List<String> knownIds() {
        UUID finished = submitId("");
        complete(finished, "{}");
        UUID dead = submitId("");
        bury(dead);
        return List.of(
                submitId("").toString(),
                submitId(",\"delay_seconds\":3600").toString(),
                finished.toString(),
                dead.toString(),
                "default",
                "any");
    }

    private String whatIsWrong(DescribedApi api, Operation operation, Answer answer) {
        if (answer.status() >= 500) {
            return "a 5xx";
        }
        if (answer.text().isEmpty()) {
            boolean described = operation.description().path("responses").has(Integer.toString(answer.status()));
            return answer.status() == 204 && described ? null : "no body";
        }
        String mediaType = answer.contentType().replaceFirst(";.*", "");
        if (answer.status() >= 400 && !mediaType.equals("application/problem+json")) {
            return "a refusal that is no problem: " + mediaType;
        }
        if (answer.text().contains("dev.millrace") || answer.text().contains("Exception")) {
            return "an answer that tells of the inside";
        }
        List<String> differences = api.differences(operation, answer.status(), mediaType, answer.json());
        if (!differences.isEmpty()) {
            return "not as described: " + differences;
        }
        return answer.status() < 300 ? whatIsMissing(operation, answer.json()) : null;
    }

    /** What was accepted must be there. */
    private String whatIsMissing(Operation operation, JsonNode body) {
        List<String> jobs =
                switch (operation.id()) {
                    case "submitJob", "replayJob", "triggerScheduledJob" ->
                        List.of(body.path("id").asText());
                    case "submitJobs" -> {
                        List<String> ids = new ArrayList<>();
                        body.path("items").forEach(job -> ids.add(job.path("id").asText()));
                        yield ids;
                    }
                    case "legacySubmitJob" -> List.of(body.path("job_id").asText());
                    case "legacyProcessQuery" -> List.of(body.path("query_id").asText());
                    default -> List.of();
                };
        for (String id : jobs) {
            if (store.count("select count(*) from millrace.job where id = ?::uuid", id) != 1) {
                return "the job " + id + " is not there";
            }
        }
        if (operation.id().equals("createScheduledJob")
                && store.count(
                                "select count(*) from millrace.schedule where id = ?::uuid",
                                body.path("id").asText())
                        != 1) {
            return "the schedule is not there";
        }
        return null;
    }
}
