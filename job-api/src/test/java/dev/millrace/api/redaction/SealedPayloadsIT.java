package dev.millrace.api.redaction;

import static dev.millrace.core.testing.TestKeys.FIRST;
import static dev.millrace.core.testing.TestKeys.SECOND;
import static dev.millrace.core.testing.TestKeys.sealing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What jobs carry, encrypted at rest, and masked where it is shown. */
@QuarkusTest
@TestProfile(SealedPayloadsIT.Encrypting.class)
class SealedPayloadsIT extends ApiCase {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Sealing FORMER = sealing(FIRST, "first");
    private static final Sealing PRESENT = sealing(SECOND, "second");
    private static final Sealing UNKNOWN = sealing("unknown:f2ZlTFt1tqPY8gVbXlR0Q1d7rHq3n0c9Zy5sKwUeJvA=", "unknown");
    private static final String PAYLOAD = "{\"user\":\"ada\",\"password\":\"hunter2-4711\"}";
    private static final String SHOWN = "{\"user\":\"ada\",\"password\":\"[redacted]\"}";

    /** Two keys, of which the second is written with, and a field that is masked. */
    public static final class Encrypting implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "millrace.encryption.keys", FIRST + "," + SECOND,
                    "millrace.encryption.current-key", "second",
                    "millrace.redaction.fields", "password");
        }
    }

    @Test
    void whatIsEncryptedAtRestIsReadableWhereItIsShownButForWhatIsMasked() {
        UUID id = submitId(",\"payload\":" + PAYLOAD);

        assertThat(get("/api/v1/jobs/" + id).expect(200).path("payload").toString())
                .isEqualTo(SHOWN);
        assertThat(stored(id)).startsWith("\"mrs1.second.");
        assertThat(opened(id)).isEqualTo(PAYLOAD);
        assertThat(post("/api/v1/jobs/" + id + "/reveal", "")
                        .expect(200)
                        .path("payload")
                        .toString())
                .isEqualTo(PAYLOAD);
    }

    @Test
    void aJobOfAFormerKeyIsReplayedUnderThePresentOne() {
        UUID id = sealedBy(FORMER);

        JsonNode replay = post("/api/v1/jobs/" + id + "/replay", "{}").expect(201);

        assertThat(replay.path("payload").toString()).isEqualTo(SHOWN);
        assertThat(opened(idOf(replay))).isEqualTo(PAYLOAD);
        assertThat(stored(id)).startsWith("\"mrs1.first.");
    }

    @Test
    void anEditedReplayOfAnEncryptedJobHasTheValuesAgainWhereMasksWereLeft() {
        UUID id = sealedBy(FORMER);

        JsonNode replay = post("/api/v1/jobs/" + id + "/replay", "{\"payload\":" + SHOWN.replace("ada", "grace") + "}")
                .expect(201);

        assertThat(opened(idOf(replay))).isEqualTo(PAYLOAD.replace("ada", "grace"));
    }

    @Test
    void aJobWhoseKeyIsUnknownIsShownAsUnreadableAndIsNotReplayed() {
        UUID id = sealedBy(UNKNOWN);
        long before = store.count("select count(*) from millrace.job");

        JsonNode shown = get("/api/v1/jobs/" + id).expect(200).path("payload");
        JsonNode problem = post("/api/v1/jobs/" + id + "/replay", "").expectProblem(409, "payload_unreadable");

        assertThat(shown.at("/$unreadable/cause").asText()).isEqualTo("KEY_UNKNOWN");
        assertThat(problem.path("detail").asText()).contains("the key unknown");
        post("/api/v1/jobs/" + id + "/replay", "{\"payload\":" + SHOWN + "}").expectProblem(409, "payload_unreadable");
        assertThat(store.count("select count(*) from millrace.job")).isEqualTo(before);
    }

    @Test
    void aJobWhosePayloadWasChangedInTheDatabaseIsNotReplayed() {
        UUID id = sealedBy(FORMER);
        UUID other = sealedBy(FORMER);
        store.query(
                "UPDATE millrace.job SET payload = (SELECT payload FROM millrace.job WHERE id = ?) WHERE id = ?"
                        + " RETURNING id",
                other,
                id);

        JsonNode problem = post("/api/v1/jobs/" + id + "/replay", "{}").expectProblem(409, "payload_unreadable");

        assertThat(problem.path("detail").asText()).contains("changed or copied here");
    }

    @Test
    void aJobWhoseKeyIsUnknownIsReplayedWithAWholePayloadOfItsOwn() {
        UUID id = sealedBy(UNKNOWN);

        JsonNode replay = post("/api/v1/jobs/" + id + "/replay", "{\"payload\":" + PAYLOAD + "}")
                .expect(201);

        assertThat(opened(idOf(replay))).isEqualTo(PAYLOAD);
    }

    @Test
    void aScheduleWhoseKeyIsUnknownIsNeitherRunNorChangedUntilItHasAWholePayload() {
        String id = post(
                        "/api/v1/scheduled-jobs",
                        "{\"name\":\"" + UUID.randomUUID()
                                + "\",\"job_type\":\"any\",\"cron_expression\":\"0 0 1 1 *\",\"payload\":" + PAYLOAD
                                + "}")
                .expect(201)
                .path("id")
                .asText();
        store.query(
                "UPDATE millrace.schedule SET payload = ?::jsonb WHERE id = ? RETURNING id",
                UNKNOWN.sealJson(SealedField.SCHEDULE_PAYLOAD, UUID.fromString(id), PAYLOAD),
                UUID.fromString(id));

        assertThat(get("/api/v1/scheduled-jobs/" + id)
                        .expect(200)
                        .at("/payload/$unreadable/cause")
                        .asText())
                .isEqualTo("KEY_UNKNOWN");
        post("/api/v1/scheduled-jobs/" + id + "/trigger", "").expectProblem(409, "payload_unreadable");
        for (String change :
                List.of("{\"max_retries\":1}", "{\"job_type\":\"greet\"}", "{\"payload\":" + SHOWN + "}")) {
            patch(id, change).expectProblem(409, "payload_unreadable");
        }
        patch(id, "{\"payload\":" + PAYLOAD + "}").expect(200);
        assertThat(opened(idOf(
                        post("/api/v1/scheduled-jobs/" + id + "/trigger", "").expect(201))))
                .isEqualTo(PAYLOAD);
    }

    @Test
    void manyEncryptedJobsAreRetriedTogetherWithWhatTheyCarry() {
        String tag = "together-" + UUID.randomUUID();
        List<UUID> dead = List.of(FORMER, PRESENT, FORMER).stream()
                .map(sealing -> sealedBy(sealing, ",\"tags\":[\"" + tag + "\"]"))
                .toList();

        post("/api/v1/dead-letters/retry", "{\"filter\":{\"tag\":\"" + tag + "\"}}")
                .expect(202);

        await().atMost(SOON)
                .until(() ->
                        store.count("select count(*) from millrace.job where status = 'pending' and ? = any(tags)", tag)
                                == 3);
        assertThat(dead).allSatisfy(id -> {
            assertThat(opened(id)).isEqualTo(PAYLOAD);
            assertThat(get("/api/v1/jobs/" + id).expect(200).path("payload").toString())
                    .isEqualTo(SHOWN);
        });
        post("/api/v1/dead-letters/retry", "{\"filter\":{\"payload\":{\"user\":\"ada\"}}}")
                .expectProblem(422, "payloads_encrypted");
    }

    @Test
    void anAnswerThatIsKeptToBeGivenAgainIsEncryptedToo() {
        String schedule = "{\"name\":\"" + UUID.randomUUID()
                + "\",\"job_type\":\"any\",\"cron_expression\":\"0 0 1 1 *\",\"payload\":{\"user\":\"hunter2-4711\"}}";
        String key = UUID.randomUUID().toString();
        String first =
                post("/api/v1/scheduled-jobs", schedule, "Idempotency-Key", key).text();

        Answer again = post("/api/v1/scheduled-jobs", schedule, "Idempotency-Key", key);

        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.text()).isEqualTo(first).contains("hunter2-4711");
        assertThat(store.query("select answer_body from millrace.idempotency_key where key = ?", key))
                .singleElement()
                .asString()
                .startsWith("mrs1.second.");
    }

    private Answer patch(String schedule, String change) {
        return send("PATCH", "/api/v1/scheduled-jobs/" + schedule, change, "Content-Type", "application/json");
    }

    private UUID sealedBy(Sealing sealing) {
        return sealedBy(sealing, "");
    }

    /** A dead job, as an API that writes with this key would have made it. */
    private UUID sealedBy(Sealing sealing, String fields) {
        UUID id = submitId(fields);
        bury(id);
        store.query(
                "UPDATE millrace.job SET payload = ?::jsonb WHERE id = ? RETURNING id",
                sealing.sealJson(SealedField.PAYLOAD, id, PAYLOAD),
                id);
        return id;
    }

    private String stored(UUID job) {
        return store.query("select payload::text from millrace.job where id = ?", job)
                .getFirst();
    }

    /** What its payload holds, for who knows both keys. */
    private String opened(UUID job) {
        assertThat(stored(job)).startsWith("\"mrs1.");
        return sealing(FIRST + "," + SECOND, "second").openJson(SealedField.PAYLOAD, job, stored(job));
    }

    private static UUID idOf(JsonNode job) {
        return UUID.fromString(job.path("id").asText());
    }
}
