package dev.millrace.core.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobTicketTest {
    private static final UUID ID = UUID.fromString("0190a5e4-7c1b-7f00-8000-00000000002a");

    @Property
    void aTicketComesBackAsItWasWritten(@ForAll("ids") List<UUID> ids) {
        var ticket = new JobTicket(ids);
        assertThat(JobTicket.decode(ticket.encode())).contains(ticket);
    }

    @Property
    void noBytesMakeDecodingFail(@ForAll byte[] junk) {
        assertThat(JobTicket.decode(junk)).isEmpty();
    }

    @Property(tries = 300)
    void aTicketCutShortIsNone(@ForAll("ids") List<UUID> ids, @ForAll("share") double share) {
        byte[] whole = new JobTicket(ids).encode();
        byte[] part = Arrays.copyOf(whole, (int) (whole.length * share));
        assertThat(JobTicket.decode(part)).isEmpty();
    }

    @Test
    void theWireFormatIsFixed() {
        assertThat(new String(JobTicket.of(ID).encode(), UTF_8))
                .isEqualTo("{\"v\":1,\"ids\":[\"0190a5e4-7c1b-7f00-8000-00000000002a\"]}");
    }

    @Test
    void keysOfLaterVersionsAreIgnored() {
        assertThat(decode("{\"trace\":{\"a\":[1]},\"ids\":[\"" + ID + "\"],\"v\":1,\"at\":7}"))
                .contains(JobTicket.of(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "[]",
                "{}",
                "{\"v\":1}",
                "{\"v\":1,\"ids\":null}",
                "{\"v\":1,\"ids\":[]}",
                "{\"v\":1,\"ids\":{}}",
                "{\"v\":1,\"ids\":\"0190a5e4-7c1b-7f00-8000-00000000002a\"}",
                "{\"v\":1,\"ids\":[\"1-1-1-1-1\"]}",
                "{\"v\":1,\"ids\":[\"0190a5e4-7c1b-7f00-8000-00000000002\"]}",
                "{\"v\":1,\"ids\":[\"0190a5e4x7c1b-7f00-8000-00000000002a\"]}",
                "{\"v\":1,\"ids\":[42]}",
                "{\"v\":1,\"ids\":[null]}",
                "{\"v\":2,\"ids\":[\"0190a5e4-7c1b-7f00-8000-00000000002a\"]}",
                "{\"v\":\"1\",\"ids\":[\"0190a5e4-7c1b-7f00-8000-00000000002a\"]}",
                "{\"v\":1.0,\"ids\":[\"0190a5e4-7c1b-7f00-8000-00000000002a\"]}",
                "{\"v\":99999999999999999999,\"ids\":[\"0190a5e4-7c1b-7f00-8000-00000000002a\"]}",
                "{\"ids\":[\"0190a5e4-7c1b-7f00-8000-00000000002a\"]}",
                "{\"v\":1,\"ids\":[\"0190a5e4-7c1b-7f00-8000-00000000002a\"]} {}",
                "{\"v\":1,\"ids\":[\"0190a5e4-7c1b-7f00-8000-00000000002a\"]}x",
            })
    void whatIsNoTicketIsNone(String body) {
        assertThat(decode(body)).isEmpty();
    }

    @Test
    void deepNestingIsNoTicket() {
        assertThat(decode("[".repeat(1_000_000))).isEmpty();
    }

    @Test
    void aTicketNamesTenThousandJobsAtMost() {
        var most = new JobTicket(Collections.nCopies(10_000, ID));
        assertThat(JobTicket.decode(most.encode())).contains(most);

        String oneMore = Collections.nCopies(10_001, "\"" + ID + "\"").stream()
                .collect(Collectors.joining(",", "{\"v\":1,\"ids\":[", "]}"));
        assertThat(decode(oneMore)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new JobTicket(Collections.nCopies(10_001, ID)));
    }

    @Test
    void aTicketNamesAtLeastOneJob() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JobTicket(List.of()));
    }

    @Provide
    Arbitrary<List<UUID>> ids() {
        Arbitrary<UUID> id =
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
        return id.list().ofMinSize(1).ofMaxSize(200);
    }

    @Provide
    Arbitrary<Double> share() {
        return Arbitraries.doubles().between(0, true, 1, false);
    }

    private static Optional<JobTicket> decode(String body) {
        return JobTicket.decode(body.getBytes(UTF_8));
    }
}
