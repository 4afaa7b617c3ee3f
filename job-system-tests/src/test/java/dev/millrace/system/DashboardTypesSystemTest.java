package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The types of the dashboard's TypeScript, which esbuild takes away unchecked. */
class DashboardTypesSystemTest {
    private static final Path PACKAGES = RealServices.repository().resolve("job-system-tests/target/typescript");

    @Test
    void theTypeScriptOfTheDashboardIsSound() throws Exception {
        Process compiler = new ProcessBuilder(
                        node(),
                        PACKAGES.resolve("node_modules/typescript/lib/tsc.js").toString(),
                        "--project",
                        project().toString())
                .redirectErrorStream(true)
                .start();
        String complaints = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(complaints).isEmpty();
        assertThat(compiler.waitFor()).isZero();
    }

    /** Playwright brings a Node.js along. */
    private static String node() {
        return Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                .createProcessBuilder()
                .command()
                .getFirst();
    }

    /** The dashboard's own settings, with the packages where they are now. */
    private static Path project() throws IOException {
        Path web = RealServices.repository().resolve("job-api/src/main/web");
        Path modules = PACKAGES.resolve("node_modules");
        return Files.writeString(PACKAGES.resolve("tsconfig.json"), """
                {
                  "extends": "%1$s/tsconfig.json",
                  "compilerOptions": {"paths": {"lit": ["%2$s/lit"], "lit/*": ["%2$s/lit/*"]}},
                  "include": ["%1$s/app"]
                }
                """.formatted(web, modules));
    }
}
