package dev.millrace.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.browser.Asset;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DashboardPagesIT extends ApiCase {
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
    private static final int MOST_BYTES_COMPRESSED = 200 * 1024;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard",
                "/dashboard/",
                "/dashboard/jobs",
                "/dashboard/jobs/0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01?tab=log",
                "/ops"
            })
    void everyAddressOfTheDashboardIsThePage(String path) {
        Answer page = get(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.text()).contains("<mr-app>");
    }

    @Test
    void theRootLeadsToTheDashboard() {
        Answer answer = get("/");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/dashboard");
    }

    @Test
    void whatThePageLoadsIsOursAndMayBeKeptForEver() {
        List<String> loaded = LOADED.matcher(get("/dashboard").text())
                .results()
                .map(match -> match.group(1))
                .filter(path -> path.startsWith("/dashboard/assets/"))
                .toList();

        assertThat(loaded).hasSize(2).allMatch(path -> path.matches(".*\\.[0-9a-f]{16}\\.(js|css)"));
        for (String path : loaded) {
            assertThat(get(path).status()).isEqualTo(200);
            assertThat(get(path).header("Cache-Control")).contains("immutable");
        }
    }

    @Test
    void aFileOfAnotherBuildIsNotThePage() {
        get("/dashboard/assets/main.0123456789abcdef.js").expectProblem(404, "not_found");
    }

    @Test
    void aPageThatHasNotChangedIsNotSentAgain() {
        String tag = get("/dashboard").header("ETag");

        assertThat(get("/dashboard", "If-None-Match", tag).status()).isEqualTo(304);
    }

    @Test
    void thePageMayRunOurScriptsAlone() {
        assertThat(get("/dashboard/jobs").header("Content-Security-Policy"))
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
    }

    @Test
    void theWholeIsSmall() {
        int bytes = Asset.of("", Asset.read("dashboard/main.js")).compressedSize()
                + Asset.of("", Asset.read("dashboard/main.css")).compressedSize();

        assertThat(bytes).isLessThan(MOST_BYTES_COMPRESSED);
    }
}
