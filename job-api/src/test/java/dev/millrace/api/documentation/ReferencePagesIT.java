package dev.millrace.api.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ReferencePagesIT extends ApiCase {
    private static final int PATIENCE_SECONDS = 120;

    @ParameterizedTest
    @ValueSource(strings = {"/docs/", "/docs/index.html", "/redoc/"})
    void aPageRunsNoInlineScriptAndLoadsNothingFromElsewhere(String path) {
        String page = get(path).text();

        assertThat(get(path).contentType()).startsWith("text/html");
        assertThat(page).doesNotContainPattern("<script>").doesNotContain("http://", "https://", "onload=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/begin.js",
                "/docs/swagger-ui-bundle.js",
                "/docs/swagger-ui.css",
                "/redoc/begin.js",
                "/redoc/redoc.standalone.js"
            })
    void whatItLoadsIsServedHere(String path) {
        assertThat(get(path).status()).isEqualTo(200);
        assertThat(get(path).text()).doesNotContain("cdn.redoc.ly");
    }

    @Test
    void thePagesAreFoundWithoutTheSlash() {
        assertThat(get("/docs").header("Location")).isEqualTo("/docs/");
        assertThat(get("/redoc").header("Location")).isEqualTo("/redoc/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/", "/redoc/"})
    void aBrowserShowsTheRoutesAndFindsNothingAgainstThePolicy(String path, @TempDir Path folder) throws Exception {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "there is no Chromium here");
        Path page = folder.resolve("page.html");
        Path console = folder.resolve("console.log");

        Process running = new ProcessBuilder(
                        browser.get().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--enable-logging=stderr",
                        "--virtual-time-budget=30000",
                        "--dump-dom",
                        root.resolve(path).toString())
                .redirectOutput(page.toFile())
                .redirectError(console.toFile())
                .start();
        boolean ended = running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        running.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(Files.readString(page)).contains("Submit a job", "Dead letters");
        assertThat(consoleLines(console))
                .noneMatch(line -> line.contains("Content Security Policy"))
                .noneMatch(line -> line.contains("Uncaught"));
    }

    private static Stream<String> consoleLines(Path console) throws IOException {
        return Files.readString(console).lines().filter(line -> line.contains("CONSOLE"));
    }

    private static Optional<Path> browser() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
