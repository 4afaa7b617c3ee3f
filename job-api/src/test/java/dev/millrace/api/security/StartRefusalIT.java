package dev.millrace.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged API, started with settings that it must refuse. */
class StartRefusalIT {
    @Test
    void withoutAPepperTheServiceEndsAndSaysWhatIsMissing() throws Exception {
        String said = startAndEnd(Map.of());

        assertThat(said).contains("millrace.auth.pepper").contains("openssl rand");
    }

    @Test
    void withAWeakPepperItEndsWithoutTellingIt() throws Exception {
        String said = startAndEnd(Map.of("MILLRACE_AUTH_PEPPER", "far-too-weak"));

        assertThat(said).contains("millrace.auth.pepper").doesNotContain("far-too-weak");
    }

    @Test
    void withARedactionThatNamesNoFieldItEndsAndSaysWhich() throws Exception {
        String said = startAndEnd(Map.of(
                "MILLRACE_AUTH_PEPPER", "a pepper for tests, of forty letters or so",
                "MILLRACE_REDACTION_FIELDS", "password,card.number"));

        assertThat(said).contains("millrace.redaction.fields", "'card.number'", "/card/number");
    }

    private static String startAndEnd(Map<String, String> environment) throws IOException, InterruptedException {
        Path service = RealServices.repository().resolve("job-api/target/quarkus-app/quarkus-run.jar");
        List<String> command =
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", service.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        // Nobody listens there: what is refused is refused before anything connects.
        builder.environment().put("MILLRACE_PG_URL", "postgresql://nobody:secret@127.0.0.1:1/nothing");
        builder.environment().put("MILLRACE_AMQP_URL", "amqp://nobody:secret@127.0.0.1:1/nothing");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isNotZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
