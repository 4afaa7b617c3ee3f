package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What axe knows of what keeps people away from a page. */
final class Axe {
    private static final String FIND = """
            async () => (await axe.run({resultTypes: ['violations']})).violations.map(violation =>
              [violation.impact, violation.id, ...violation.nodes.map(node => node.html + ': ' + node.failureSummary)].join(' '))""";

    private Axe() {}

    /** The script, for pages to begin with. */
    static String script() {
        try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Fails with what it finds on the page as it is now, however slight. */
    static void findsNothing(Page page) {
        assertThat((List<?>) page.evaluate(FIND)).as(page.url()).isEmpty();
    }
}
