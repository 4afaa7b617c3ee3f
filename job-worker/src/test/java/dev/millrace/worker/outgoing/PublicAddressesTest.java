package dev.millrace.worker.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "10.1.2.3, private",
        "100.64.0.1, shared by carriers",
        "100.127.255.255, shared by carriers",
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "169.254.169.254, link-local",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.0.0.8, for protocols",
        "192.0.2.1, documentation",
        "192.88.99.1, 6to4 relay",
        "192.168.1.1, private",
        "198.18.0.1, for benchmarks",
        "198.51.100.7, documentation",
        "203.0.113.9, documentation",
        "224.0.0.1, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, broadcast",
        "::, unspecified",
        "::1, loopback",
        "::ffff:127.0.0.1, loopback",
        "::ffff:a9fe:a9fe, link-local",
        "::7f00:1, IPv4-compatible",
        "64:ff9b::7f00:1, NAT64",
        "64:ff9b:1::a9fe:a9fe, NAT64",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2, Teredo",
        "2001:db8::1, documentation",
        "2001:20::1, for protocols",
        "2002:7f00:1::, 6to4",
        "3fff::1, documentation",
        "fc00::1, unique local",
        "fd12:3456::1, unique local",
        "fe80::1, link-local",
        "fec0::1, site-local",
        "ff02::1, multicast",
        "::ffff:0:127.0.0.1, not global unicast",
        "100::1, not global unicast",
        "5f00::1, not global unicast",
    })
    void whatIsNotOfThePublicInternetIsNamed(String address, String objection) throws Exception {
        assertThat(PublicAddresses.objection(InetAddress.getByName(address))).contains(objection);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.0.0.1", "128.0.0.1",
                "169.253.0.1", "172.15.0.1", "172.32.0.1", "192.167.0.1", "192.169.0.1", "198.17.0.1", "198.20.0.1",
                "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"
            })
    void whatIsOfThePublicInternetIsNot(String address) throws Exception {
        assertThat(PublicAddresses.objection(InetAddress.getByName(address))).isEmpty();
    }

    @Test
    void theAllowListHoldsNetworksAddressesAndNames() throws Exception {
        AllowList list = new AllowList(List.of("10.1.0.0/16", "192.168.7.9", "fd00::/8", "Orders.internal"));

        assertThat(list.holds("a", InetAddress.getByName("10.1.255.1"))).isTrue();
        assertThat(list.holds("a", InetAddress.getByName("10.2.0.1"))).isFalse();
        assertThat(list.holds("a", InetAddress.getByName("192.168.7.9"))).isTrue();
        assertThat(list.holds("a", InetAddress.getByName("192.168.7.8"))).isFalse();
        assertThat(list.holds("a", InetAddress.getByName("fd00::5"))).isTrue();
        assertThat(list.holds("orders.internal", InetAddress.getByName("10.2.0.1")))
                .isTrue();
        assertThat(list.holds("x.orders.internal", InetAddress.getByName("10.2.0.1")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "0177.0.0.1", "*.internal", "http://a", "", "fd00::/129"
            })
    void anAllowListThatMeansNothingIsRefusedAtTheStart(String entry) {
        assertThatThrownBy(() -> new AllowList(List.of(entry))).isInstanceOf(IllegalArgumentException.class);
    }
}
