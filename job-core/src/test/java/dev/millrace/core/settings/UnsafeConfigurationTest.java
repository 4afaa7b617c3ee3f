package dev.millrace.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.tls.Authorities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnsafeConfigurationTest {
    private static final List<String> NONE = List.of();

    @ParameterizedTest
    @CsvSource({
        "guest,guest",
        "millrace,millrace",
        "millrace,Millrace",
        "ada,ada",
        "ada,postgres",
        "ada,changeme",
        "ada,''",
        "ada,PASSWORD"
    })
    void aPasswordThatAnybodyWouldGuessIsRefusedBeyondLoopback(String user, String password) {
        assertThat(UnsafeConfiguration.ofCredentials("millrace.amqp.url", "rabbitmq", user, password))
                .hasValueSatisfying(
                        flaw -> assertThat(flaw).contains("millrace.amqp.url").contains("rabbitmq"));
        assertThat(UnsafeConfiguration.ofCredentials("millrace.amqp.url", "10.0.0.5", user, password))
                .isPresent();
    }

    @Test
    void onLoopbackItDoesNoHarm() {
        assertThat(UnsafeConfiguration.ofCredentials("millrace.amqp.url", "localhost", "guest", "guest"))
                .isEmpty();
        assertThat(UnsafeConfiguration.ofCredentials("millrace.amqp.url", "::1", "guest", "guest"))
                .isEmpty();
    }

    @Test
    void aPasswordOfItsOwnIsGoodAndNeverTold() {
        assertThat(UnsafeConfiguration.ofCredentials("millrace.pg.url", "db", "millrace", "b6f1c0"))
                .isEmpty();
        assertThat(UnsafeConfiguration.ofCredentials("millrace.pg.url", "db", "hunter2", "hunter2")
                        .orElseThrow())
                .containsOnlyOnce("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost", "127.0.0.1", "127.255.0.3", "::1", "[::1]", "0:0:0:0:0:0:0:1"})
    void namesOfThisMachineAreLoopback(String host) {
        assertThat(Loopback.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "::",
                "128.0.0.1",
                "127.0.0.1.example.com",
                "localhost.example.com",
                "example.com",
                "127.0.0.256",
                "::2",
                "[::]",
                "",
                "127.1"
            })
    void allOthersAreNot(String host) {
        assertThat(Loopback.isLoopback(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "postgresql",
                "10.1.2.3",
                "172.31.255.1",
                "192.168.0.9",
                "[fd12:3456::1]",
                "db.millrace.svc",
                "db.millrace.svc.cluster.local",
                "db.internal"
            })
    void toANetworkOfOnesOwnNothingNeedBeEncrypted(String host) {
        assertThat(flaws(
                        "postgresql://ada:9f3b@" + host + "/jobs",
                        "amqp://ada:9f3b@" + host.replaceAll("^\\[.*", "rabbit"),
                        NONE))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db.example.com", "8.8.8.8", "172.32.0.1", "11.0.0.1", "svc.example.com", "notlocal.com"})
    void throughTheNetworksOfOthersNothingGoesUnencrypted(String host) {
        assertThat(flaws("postgresql://ada:9f3b@" + host + "/jobs", "amqp://ada:9f3b@" + host, NONE))
                .satisfiesExactly(
                        flaw -> assertThat(flaw).startsWith("millrace.pg.url").contains(host, "sslmode=verify-full"),
                        flaw -> assertThat(flaw).startsWith("millrace.amqp.url").contains(host, "amqps://"));
        assertThat(flaws("postgresql://ada:9f3b@" + host + "/jobs", "amqp://ada:9f3b@" + host, List.of(host)))
                .isEmpty();
    }

    @Test
    void encryptionWithWhoeverAnswersIsNoneThroughTheNetworksOfOthers() {
        String broker = "amqps://ada:9f3b@mq.example.com/jobs";
        assertThat(flaws("postgresql://ada:9f3b@db.example.com/jobs?sslmode=require", broker, NONE))
                .singleElement(STRING)
                .contains("millrace.pg.url", "sslmode=require", "sslmode=verify-full");
        assertThat(flaws("postgresql://ada:9f3b@db.example.com/jobs?sslmode=verify-full", broker, NONE))
                .isEmpty();
        assertThat(flaws("postgresql://ada:9f3b@db/jobs?sslmode=require", broker, NONE))
                .isEmpty();
    }

    @Test
    void authoritiesThatCannotBeReadAreToldOf(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "no certificate");
        assertThat(flaws(
                        "postgresql://ada:9f3b@db/jobs?sslmode=verify-full&sslrootcert=/no/such.pem",
                        "amqps://ada:9f3b@mq/jobs?cacertfile=" + empty,
                        NONE))
                .satisfiesExactly(
                        flaw -> assertThat(flaw)
                                .startsWith("millrace.pg.url: sslrootcert")
                                .contains("/no/such.pem"),
                        flaw -> assertThat(flaw)
                                .startsWith("millrace.amqp.url: cacertfile")
                                .contains("empty.pem"));
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=prefer,                            without a word",
        "sslmode=allow,                             without a word",
        "sslmode=verify-ca,                         sslrootcert",
        "sslmode=require&sslrootcert=/ca.pem,       nothing is verified",
        "sslrootcert=/ca.pem,                       nothing is verified",
        "sslmode=verify-full&sslcrl=/crl.pem,       sslcrl",
        "sslmode=verify-full&sslcert=/client.pem,   sslcert",
    })
    void whatWouldNotProtectAsItSeemsToIsRefused(String parameters, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresqlAddress.parse("postgresql://ada:9f3b@db/jobs?" + parameters))
                .withMessageStartingWith("millrace.pg.url")
                .withMessageContaining(why);
    }

    @Test
    void eachDriverIsToldOfTlsInItsOwnWay() {
        PostgresqlAddress address = PostgresqlAddress.parse(
                "postgresql://ada:9f3b@db/jobs?sslmode=verify-full&sslrootcert=/a%20b/ca.pem&application_name=mill");

        assertThat(address.reactiveUrl()).isEqualTo("postgresql://db:5432/jobs?application_name=mill");
        assertThat(address.jdbcUrl())
                .isEqualTo("jdbc:postgresql://db:5432/jobs?application_name=mill"
                        + "&sslmode=verify-full&sslrootcert=%2Fa+b%2Fca.pem");
        assertThat(address.tls())
                .isEqualTo(new PostgresqlTls(PostgresqlTls.Mode.VERIFY_FULL, Authorities.in("/a b/ca.pem")));
    }

    @Test
    void originsAreJudgedByTheirHost() {
        assertThat(Loopback.isLoopbackOrigin("http://localhost:3000")).isTrue();
        assertThat(Loopback.isLoopbackOrigin("http://[::1]:3000")).isTrue();
        assertThat(Loopback.isLoopbackOrigin("http://localhost@example.com")).isFalse();
        assertThat(Loopback.isLoopbackOrigin("null")).isFalse();
        assertThat(Loopback.isLoopbackOrigin("http://[")).isFalse();
    }

    private static List<String> flaws(String postgresql, String rabbitmq, List<String> allowed) {
        return Stream.of(
                        UnsafeConfiguration.ofWay("millrace.pg.url", PostgresqlAddress.parse(postgresql), allowed),
                        UnsafeConfiguration.ofWay(BrokerAddress.parse(rabbitmq), allowed))
                .flatMap(Optional::stream)
                .toList();
    }
}
