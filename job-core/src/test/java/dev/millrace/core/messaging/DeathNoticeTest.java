package dev.millrace.core.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeathNoticeTest {
    private static final UUID ID = UUID.fromString("0190a5e4-7c1b-7f00-8000-00000000002a");

    @Test
    void theWireFormatIsFixed() {
        var notice = new DeathNotice(ID, "send_email", "default", "SmtpException", "said \"no\"\n");
        assertThat(new String(notice.encode(), UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"job_id\":\"0190a5e4-7c1b-7f00-8000-00000000002a\",\"type\":\"send_email\","
                                + "\"queue\":\"default\",\"error_type\":\"SmtpException\",\"error_message\":\"said \\\"no\\\"\\n\"}");
    }

    @Test
    void anUnknownErrorIsNull() throws IOException {
        JsonNode notice = read(new DeathNotice(ID, "send_email", "default", null, null));
        assertThat(notice.path("error_type").isNull()).isTrue();
        assertThat(notice.path("error_message").isNull()).isTrue();
    }

    @Test
    void aLongMessageIsCutAndStaysReadable() throws IOException {
        // The cut falls into the middle of a character that takes two chars.
        String message = "x".repeat(DeathNotice.MAX_MESSAGE_LENGTH - 1) + "\uD83D\uDE00".repeat(10);
        JsonNode notice = read(new DeathNotice(ID, "send_email", "default", "Long", message));
        assertThat(notice.path("error_message").textValue())
                .hasSizeLessThanOrEqualTo(DeathNotice.MAX_MESSAGE_LENGTH)
                .startsWith("xxx");
    }

    @Test
    void aBrokenCharacterDoesNotStopTheNotice() throws IOException {
        JsonNode notice = read(new DeathNotice(ID, "send_email", "default", "Broken", "half \uD83D a character"));
        assertThat(notice.path("error_message").textValue()).startsWith("half ");
    }

    private static JsonNode read(DeathNotice notice) throws IOException {
        return new JsonMapper().readTree(notice.encode());
    }
}
