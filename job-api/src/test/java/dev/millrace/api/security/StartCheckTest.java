package dev.millrace.api.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Startup;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartCheckTest {
    private static final String PEPPER = "p".repeat(32);
    private static final TestSettings SOUND = TestSettings.required(PEPPER);

    @Test
    void withoutAPepperTheServiceRefusesToStart() {
        refuses(TestSettings.required(null), "millrace.auth.pepper");
        refuses(TestSettings.required("p".repeat(31)), "at least 32");
        starts(SOUND);
    }

    @Test
    void openModeNeedsNoPepperButNoWeakOneEither() {
        starts(new TestSettings(AuthMode.OPEN, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        refuses(
                new TestSettings(
                        AuthMode.OPEN, Optional.of("weak"), Optional.empty(), Optional.empty(), Optional.empty()),
                "millrace.auth.pepper");
    }

    @Test
    void aFirstAdminWhoCouldNotSignInIsRefused() {
        refuses(SOUND.firstUser("root", null), "belong together");
        refuses(SOUND.firstUser(null, "a long password"), "belong together");
        refuses(SOUND.firstUser("two words", "a long password"), "first-admin.username");
        refuses(SOUND.firstUser("root", "short"), "first-admin.password");
        refuses(SOUND.firstKey("admin"), "first-admin.api-key");
        starts(SOUND.firstUser("root", "a long password").firstKey("mr_firstadmin_" + "a".repeat(43)));
    }

    @Test
    void aRefusalTellsNoSecret() {
        assertThatThrownBy(() -> check(SOUND.firstUser("root", "s3cr3t"))).hasMessageNotContaining("s3cr3t");
        assertThatThrownBy(() -> check(SOUND.firstKey("mr_s3cr3t"))).hasMessageNotContaining("s3cr3t");
        assertThatThrownBy(() -> check(TestSettings.required("s3cr3t"))).hasMessageNotContaining("s3cr3t");
    }

    @Test
    void whoListensBeyondLoopbackMustHaveSecretsThatNobodyGuesses() {
        String random = "9f3bc27d1e5a48806d7be19c04f2a35b";
        TestSettings sound = TestSettings.required(random);
        assertThatCode(() -> checkExposed(sound.firstUser("root", "a long password of mine")
                        .firstKey("mr_firstadmin_" + random + "0123456789ab")))
                .hasMessageContaining("first-admin.password");

        assertThatCode(() -> checkExposed(sound.firstUser("ada", "correct horse battery")
                        .firstKey("mr_firstadmin_" + random + "0123456789ab")))
                .doesNotThrowAnyException();
        refusesExposed(SOUND, "millrace.auth.pepper");
        refusesExposed(TestSettings.required("pepper-" + random), "millrace.auth.pepper");
        refusesExposed(sound.firstUser("ada.love", "ADA.LOVE-1815"), "millrace.auth.first-admin.password");
        refusesExposed(sound.firstUser("ada", "111122223333"), "millrace.auth.first-admin.password");
        refusesExposed(sound.firstUser("ada", "ChangeMe-please"), "millrace.auth.first-admin.password");
        refusesExposed(sound.firstKey("mr_firstadmin_" + "a".repeat(43)), "millrace.auth.first-admin.api-key");
    }

    private static void refusesExposed(AuthSettings settings, String setting) {
        assertThatThrownBy(() -> checkExposed(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining("openssl rand")
                .message()
                .doesNotContain("\n");
    }

    private static void checkExposed(AuthSettings settings) {
        new StartCheck(settings, "0.0.0.0").check(new Startup());
    }

    private static void starts(AuthSettings settings) {
        assertThatCode(() -> check(settings)).doesNotThrowAnyException();
    }

    private static void refuses(AuthSettings settings, String why) {
        assertThatThrownBy(() -> check(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(why);
    }

    private static void check(AuthSettings settings) {
        new StartCheck(settings, "127.0.0.1").check(new Startup());
    }
}
