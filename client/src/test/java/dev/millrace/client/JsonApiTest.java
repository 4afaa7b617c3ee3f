package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JsonApiTest {
    private final StubServer server = new StubServer();
    private final MillraceClient client = MillraceClient.at(server.address()).build();
    private final JsonApi api = client.json();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void whatStandsInAPathOrQueryMayHoldAnything() {
        server.answers(asked -> new StubServer.Answer(200, "{}", null));

        api.get(JsonApi.path("queues", "a b/c?"), new TreeMap<>(Map.of("tag", "x&y+z", "limit", "5")));

        assertThat(server.asked().get(0).path()).isEqualTo("/api/v1/queues/a%20b%2Fc%3F?limit=5&tag=x%26y%2Bz");
    }

    @Test
    void numbersKeepEveryDigit() {
        String answer = "{\"n\":12345678901234567890.10}";
        server.answers(asked -> new StubServer.Answer(200, answer, null));

        assertThat(api.get("/jobs", Map.of())).hasToString(answer);
    }

    @Test
    void eachPostCarriesAKeyOfItsOwnUnlessOneIsGiven() {
        server.answers(asked -> new StubServer.Answer(200, "{}", null));

        api.post("/jobs", StubServer.JSON.createObjectNode());
        api.post("/jobs", null);
        api.post("/jobs", null, "mine");

        assertThat(server.asked())
                .extracting(StubServer.Asked::idempotencyKey)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(server.asked().get(2).idempotencyKey()).isEqualTo("mine");
    }

    @Test
    void everyMethodIsSentAsItIs() {
        server.answers(asked -> new StubServer.Answer(asked.method().equals("DELETE") ? 204 : 200, "", null));

        api.put("/queues/mail", null);
        api.patch("/scheduled-jobs/1", StubServer.JSON.createObjectNode().put("name", "new"));
        api.delete("/scheduled-jobs/1");

        assertThat(server.asked()).extracting(StubServer.Asked::method).containsExactly("PUT", "PATCH", "DELETE");
        assertThat(server.asked().get(1).body()).hasToString("{\"name\":\"new\"}");
    }

    @Test
    void aRefusalTellsWhy() {
        server.answers(asked -> StubServer.problem(409, "name_taken"));

        assertThatThrownBy(() -> api.post("/scheduled-jobs", null))
                .isInstanceOfSatisfying(
                        RequestRefused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo("name_taken"));
    }
}
