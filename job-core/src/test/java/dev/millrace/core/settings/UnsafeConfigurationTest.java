package dev.millrace.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnsafeConfigurationTest {
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
        assertThat(UnsafeConfiguration.ofServer("millrace.amqp.url", "rabbitmq", user, password))
                .hasValueSatisfying(
                        flaw -> assertThat(flaw).contains("millrace.amqp.url").contains("rabbitmq"));
        assertThat(UnsafeConfiguration.ofServer("millrace.amqp.url", "10.0.0.5", user, password))
                .isPresent();
    }

    @Test
    void onLoopbackItDoesNoHarm() {
        assertThat(UnsafeConfiguration.ofServer("millrace.amqp.url", "localhost", "guest", "guest"))
                .isEmpty();
        assertThat(UnsafeConfiguration.ofServer("millrace.amqp.url", "::1", "guest", "guest"))
                .isEmpty();
    }

    @Test
    void aPasswordOfItsOwnIsGoodAndNeverTold() {
        assertThat(UnsafeConfiguration.ofServer("millrace.pg.url", "db", "millrace", "b6f1c0"))
                .isEmpty();
        assertThat(UnsafeConfiguration.ofServer("millrace.pg.url", "db", "hunter2", "hunter2")
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

    @Test
    void originsAreJudgedByTheirHost() {
        assertThat(Loopback.isLoopbackOrigin("http://localhost:3000")).isTrue();
        assertThat(Loopback.isLoopbackOrigin("http://[::1]:3000")).isTrue();
        assertThat(Loopback.isLoopbackOrigin("http://localhost@example.com")).isFalse();
        assertThat(Loopback.isLoopbackOrigin("null")).isFalse();
        assertThat(Loopback.isLoopbackOrigin("http://[")).isFalse();
    }
}
