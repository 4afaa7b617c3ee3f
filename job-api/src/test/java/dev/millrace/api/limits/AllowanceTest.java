package dev.millrace.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    @Test
    void theQuotaIsGivenAndNoMore() {
        Allowance allowance = new Allowance(3, AN_HOUR);

        assertThat(allowance.take("ada").remaining()).isEqualTo(2);
        assertThat(allowance.take("ada").remaining()).isEqualTo(1);
        assertThat(allowance.take("ada").allowed()).isTrue();
        Allowance.Decision refused = allowance.take("ada");

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.pause()).isBetween(1_100L, 1_200L);
    }

    @Test
    void eachCallerHasAQuotaOfItsOwn() {
        Allowance allowance = new Allowance(1, AN_HOUR);
        allowance.take("ada");

        assertThat(allowance.take("ada").allowed()).isFalse();
        assertThat(allowance.take("grace").allowed()).isTrue();
    }

    @Test
    void askingWhetherItWouldBeRefusedTakesNothing() {
        Allowance allowance = new Allowance(1, AN_HOUR);

        assertThat(allowance.refusal("ada")).isNull();
        assertThat(allowance.callers()).isZero();
        allowance.take("ada");

        assertThat(allowance.refusal("ada").allowed()).isFalse();
    }

    @Test
    void theFieldsAreThoseOfTheDraft() {
        Allowance.Decision decision = new Allowance(100, Duration.ofSeconds(1)).take("ada");

        assertThat(decision.policyField("caller")).isEqualTo("\"caller\";q=100;w=1");
        assertThat(decision.limitField("caller")).isEqualTo("\"caller\";r=99;t=1");
    }

    @Test
    void memoryIsBoundedHoweverManyCome() {
        Allowance allowance = new Allowance(10, AN_HOUR);
        for (int caller = 0; caller < 60_000; caller++) {
            allowance.take("caller " + caller);
        }

        assertThat(allowance.callers()).isLessThanOrEqualTo(50_000);
    }

    @Test
    void aNetworkCountsAsOneAddress() {
        assertThat(Addresses.network("2001:db8::1")).isEqualTo(Addresses.network("2001:db8:0:0:ffff::2"));
        assertThat(Addresses.network("2001:db8::1")).isNotEqualTo(Addresses.network("2001:db8:0:1::1"));
        assertThat(Addresses.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Addresses.network("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Addresses.network("not:an:address")).isEqualTo("unknown");
    }
}
