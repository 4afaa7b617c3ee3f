package dev.millrace.core.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.core.tls.Authorities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "amqp://mill:race@broker:5673/jobs,          broker,    5673, jobs,   mill,  race,   false",
        "amqp://mill:race@broker:5673/%2F,           broker,    5673, /,      mill,  race,   false",
        "amqp://mill:race@broker/a%2Fb,              broker,    5672, a/b,    mill,  race,   false",
        "amqp://mill:race@broker/,                   broker,    5672, /,      mill,  race,   false",
        "amqp://mill:race@rabbit_mq/jobs,            rabbit_mq, 5672, jobs,   mill,  race,   false",
        "amqp://broker,                              broker,    5672, /,      guest, guest,  false",
        "amqp://mill@broker,                         broker,    5672, /,      mill,  guest,  false",
        "amqp://m%40x:p%3A%2F%2B+w@10.0.0.1:1/v%20h, 10.0.0.1,  1,    v h,    m@x,   p:/++w, false",
        "amqp://mill:race@[::1]:5672/jobs,           ::1,       5672, jobs,   mill,  race,   false",
        "amqps://mill:ra:ce@broker/jobs,             broker,    5671, jobs,   mill,  ra:ce,  true",
    })
    void readsAUrl(
            String url, String host, int port, String virtualHost, String user, String password, boolean encrypted) {
        assertThat(BrokerAddress.parse(url))
                .isEqualTo(
                        new BrokerAddress(host, port, virtualHost, user, password, encrypted, Authorities.OF_THE_JVM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "broker:5672",
                "http://mill:secret@broker:5672/jobs",
                "amqp:mill:secret@broker",
                "amqp://mill:secret@broker:0/jobs",
                "amqp://mill:secret@broker:65536/jobs",
                "amqp://mill:secret@broker:x/jobs",
                "amqp://mill:secret@broker:5672/a/b",
                "amqp://mill:secret@broker:5672/jobs?heartbeat=1",
                "amqp://mill:sec ret@broker:5672/jobs",
                "amqp://mill:secret%zz@broker:5672/jobs",
                "amqp://mill:secret@bro%20ker:5672/jobs",
                "amqp://mill:secret@:5672/jobs",
                "amqp://mill:secret@broker:123456/jobs",
                "AMQP//secret",
                "amqp://mill:secret@broker/jobs?cacertfile=/ca.pem",
                "amqps://mill:secret@broker/jobs?cacertfile=",
                "amqps://mill:secret@broker/jobs?verify=verify_none",
            })
    void refusesWhatIsNoUrlOfABrokerWithoutShowingThePassword(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerAddress.parse(url))
                .satisfies(refusal -> assertThat(refusal).hasMessageNotContaining("sec"));
    }

    @Test
    void readsWhoseAuthorityCounts() {
        assertThat(BrokerAddress.parse("amqps://mill:race@broker/jobs?cacertfile=/etc/millrace/a%20b/ca.pem")
                        .authorities())
                .isEqualTo(Authorities.in("/etc/millrace/a b/ca.pem"));
    }

    @Test
    void doesNotPrintThePassword() {
        assertThat(BrokerAddress.parse("amqp://mill:secret@broker/jobs")).hasToString("amqp://broker:5672 vhost jobs");
    }
}
