package dev.millrace.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.core.testing.RealServices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The machine's own Chromium, steered as a person would; started once for all tests, and gone with this process. */
final class Chromium {
    private static final int WIDTH = 1440;
    private static final int HEIGHT = 900;
    private static final double PATIENCE_MS = 20_000;
    /** A host that browsers trust no more than any other. */
    static final String ELSEWHERE = "elsewhere.test";

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // A name that is not this machine's to browsers, though it leads here.
            "--host-resolver-rules=MAP " + ELSEWHERE + " 127.0.0.1");
    /** Where screenshots for the guide go when they are to be made anew. */
    private static final boolean FOR_THE_GUIDE = Boolean.getBoolean("millrace.screenshots.write");

    private static Browser browser;

    private Chromium() {}

    /** Whether there is one; without it the tests of the dashboard are skipped. */
    static boolean isThere() {
        return program().isPresent();
    }

    /** A new tab of a person who has never been here, and notes what its pages complain of. */
    static Tab open(String root, ColorScheme theme) {
        BrowserContext context = browser()
                .newContext(new Browser.NewContextOptions()
                        .setBaseURL(root)
                        .setColorScheme(theme)
                        .setViewportSize(WIDTH, HEIGHT)
                        .setTimezoneId("Europe/Berlin"));
        context.setDefaultTimeout(PATIENCE_MS);
        context.addInitScript(Axe.script());
        return new Tab(context);
    }

    private static synchronized Browser browser() {
        if (browser == null) {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(program().orElseThrow())
                            .setArgs(ARGUMENTS));
        }
        return browser;
    }

    private static Optional<Path> program() {
        return Stream.of(
                        Optional.ofNullable(System.getenv("MILLRACE_CHROMIUM")).orElse(""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** One tab. */
    static final class Tab implements AutoCloseable {
        private final BrowserContext context;
        private final Page page;
        private final List<String> complaints = new CopyOnWriteArrayList<>();

        private Tab(BrowserContext context) {
            this.context = context;
            page = context.newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
        }

        Page page() {
            return page;
        }

        /** Errors of scripts, and what the policy of the pages forbade. */
        List<String> complaints() {
            return complaints;
        }

        /** Keeps what is seen now, for people to look at. */
        void picture(String name) {
            Path folder = RealServices.repository()
                    .resolve(FOR_THE_GUIDE ? "docs/images/dashboard" : "job-system-tests/target/screenshots");
            page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
