package dev.millrace.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.store.JobTypeCard;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HandlerRegistryTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Letter(
            @NotBlank String sentTo,
            @Min(1) @Max(9) Integer copies,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<String> enclosures) {}

    record Receipt(String sentTo, int copies) {}

    @Test
    void theSchemaSaysWhatThePayloadsRecordSays() throws Exception {
        JobTypeCard card =
                new HandlerRegistry(List.of(new Post("post_letter"))).cards().getFirst();

        JsonNode schema = JSON.readTree(card.payloadSchema());
        assertThat(schema.at("/$schema").asText()).contains("2020-12");
        assertThat(schema.at("/required").toString()).isEqualTo("[\"sent_to\"]");
        assertThat(schema.at("/properties/sent_to/minLength").asInt()).isEqualTo(1);
        assertThat(schema.at("/properties/copies/maximum").asInt()).isEqualTo(9);
        assertThat(schema.at("/properties/enclosures/anyOf/0/type").asText()).isEqualTo("string");
        assertThat(schema.at("/properties/enclosures/anyOf/1/type").asText()).isEqualTo("array");
    }

    @Test
    void theExampleLeavesOutWhatItDoesNotSay() {
        JobTypeCard card =
                new HandlerRegistry(List.of(new Post("post_letter"))).cards().getFirst();

        assertThat(card.example()).isEqualTo("{\"sent_to\":\"Ada\"}");
    }

    @Test
    void aHandlerReadsItsPayloadAndItsResultIsWrittenInSnakeCase() throws Exception {
        HandlerRegistry registry = new HandlerRegistry(List.of(new Post("post_letter")));

        JobOutcome<String> outcome = registry.find("post_letter")
                .orElseThrow()
                .run("{\"sent_to\": \"Ada\", \"copies\": 2, \"enclosures\": \"one\", \"unknown\": 1}", new NoContext());

        assertThat(outcome).isEqualTo(JobOutcome.succeed("{\"sent_to\":\"Ada\",\"copies\":2}"));
    }

    @Test
    void aPayloadThatTheHandlerCannotReadIsSaidToBeSo() {
        BoundHandler<?, ?> handler = new HandlerRegistry(List.of(new Post("post_letter")))
                .find("post_letter")
                .orElseThrow();

        assertThatThrownBy(() -> handler.run("{\"copies\": \"many\"}", new NoContext()))
                .isInstanceOf(UnreadablePayload.class)
                .hasMessageStartingWith("copies is not what the handler takes");
    }

    @Test
    void whatIsSaidOfAnUnreadablePayloadRepeatsNoValueOfIt() {
        BoundHandler<?, ?> handler = new HandlerRegistry(List.of(new Post("post_letter")))
                .find("post_letter")
                .orElseThrow();

        for (String value : List.of("\"hunter2\"", "99999999999902", "{\"hunter2\": 1}")) {
            assertThatThrownBy(() -> handler.run("{\"copies\": " + value + "}", new NoContext()))
                    .isInstanceOf(UnreadablePayload.class)
                    .hasMessageNotContainingAny("hunter2", "99999999999902");
        }
    }

    @Test
    void aPayloadThatBreaksItsRulesNeverReachesTheHandler() {
        BoundHandler<?, ?> handler = new HandlerRegistry(List.of(new Post("post_letter")))
                .find("post_letter")
                .orElseThrow();

        assertThatThrownBy(() -> handler.run("{\"sent_to\": \" \", \"copies\": 10}", new NoContext()))
                .isInstanceOf(UnreadablePayload.class)
                .hasMessageMatching("copies .*9; sent_to .*blank");
        assertThatThrownBy(() -> handler.run("null", new NoContext())).isInstanceOf(UnreadablePayload.class);
    }

    @Test
    void anExampleThatIsNoPayloadIsRefusedAtTheStart() {
        Post thoughtless = new Post("post", new Letter("", null, null));

        assertThatThrownBy(() -> new HandlerRegistry(List.of(thoughtless)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the example of post");
    }

    @Test
    void twoHandlersOfOneTypeAreRefused() {
        assertThatThrownBy(() -> new HandlerRegistry(List.of(new Post("post"), new Post("post"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share the type post");
    }

    @Test
    void aTypeNameThatClientsCouldNotWriteIsRefused() {
        assertThatThrownBy(() -> new HandlerRegistry(List.of(new Post("Post Letter"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private record Post(String type, Letter example) implements JobHandler<Letter, Receipt> {
        Post(String type) {
            this(type, new Letter("Ada", null, null));
        }

        @Override
        public String description() {
            return "Posts a letter.";
        }

        @Override
        public Class<Letter> payloadType() {
            return Letter.class;
        }

        @Override
        public JobOutcome<Receipt> run(Letter letter, JobContext context) {
            return JobOutcome.succeed(new Receipt(letter.sentTo(), letter.copies()));
        }
    }

    private record NoContext() implements JobContext {
        @Override
        public JobLog log() {
            return (level, message, fields) -> {};
        }

        @Override
        public UUID jobId() {
            return new UUID(0, 0);
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }

        @Override
        public boolean isStopping() {
            return false;
        }

        @Override
        public void progress(int percent, String message) {}
    }
}
