package dev.millrace.worker.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.worker.builtin.ScrapeWebsite.Payload;
import dev.millrace.worker.builtin.ScrapeWebsite.Result;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.outgoing.LocalSite;
import dev.millrace.worker.outgoing.TestClients;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScrapeWebsiteTest {
    private static final String PAGE = """
            <!doctype html><html><head><title>A small shop</title></head><body>
            <h1>Offers</h1>
            <ul><li class="offer">Tea <b>3.20</b></li><li class="offer">Coffee 4.10</li><li>Closed on Sundays</li></ul>
            <script>alert("not text")</script></body></html>
            """;
    private static Vertx vertx;

    private final LocalSite site = LocalSite.start();
    private final RecordingContext context = new RecordingContext(1);

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void theTextThatTheSelectorFindsIsKept() throws Exception {
        site.page("/shop", 200, "text/html; charset=utf-8", PAGE);
        site.redirect("/", 302, "/shop");

        JobOutcome<Result> outcome = scrape("/", ".offer");

        assertThat(outcome)
                .isEqualTo(JobOutcome.succeed(new Result(
                        site.url("/shop"), 200, "A small shop", 2, List.of("Tea 3.20", "Coffee 4.10"), false)));
        assertThat(context.messages()).containsExactly("reading", "answered", "selected");
        assertThat(context.percents()).endsWith(100);
    }

    @Test
    void withoutASelectorItIsTheWholePagesText() throws Exception {
        site.page("/", 200, "text/html", PAGE);

        assertThat(scrape("/", null)).isInstanceOfSatisfying(JobOutcome.Succeed.class, succeed -> assertThat(
                        ((Result) succeed.result()).texts().getFirst().toString())
                .startsWith("Offers Tea")
                .doesNotContain("alert"));
    }

    @Test
    void aPageSaysItselfHowItIsEncoded() throws Exception {
        byte[] latin = "<meta charset='iso-8859-1'><h1>Käse</h1>".getBytes(StandardCharsets.ISO_8859_1);
        site.page("/", exchange -> {
            exchange.sendResponseHeaders(200, latin.length);
            exchange.getResponseBody().write(latin);
        });

        assertThat(scrape("/", "h1")).isInstanceOfSatisfying(JobOutcome.Succeed.class, succeed -> assertThat(
                        ((Result) succeed.result()).texts())
                .containsExactly("Käse"));
    }

    @Test
    void whatIsNotThereIsFoundNowhere() throws Exception {
        site.page("/", 200, "text/html", PAGE);

        assertThat(scrape("/", ".missing"))
                .isEqualTo(JobOutcome.succeed(new Result(site.url("/"), 200, "A small shop", 0, List.of(), false)));
    }

    @Test
    void moreTextThanCanBeKeptIsCut() throws Exception {
        site.page("/", 200, "text/html", "<p>" + "word ".repeat(ScrapeWebsite.LONGEST_TEXT / 4) + "</p><p>last</p>");

        assertThat(scrape("/", "p")).isInstanceOfSatisfying(JobOutcome.Succeed.class, succeed -> {
            Result result = (Result) succeed.result();
            assertThat(result.cut()).isTrue();
            assertThat(result.matches()).isEqualTo(2);
            assertThat(result.texts()).singleElement().satisfies(text -> assertThat(text)
                    .hasSize(ScrapeWebsite.LONGEST_TEXT));
        });
    }

    @Test
    void aPageThatIsGoneIsNotAskedForAgainAndOneThatFailsIs() throws Exception {
        site.page("/gone", 404, "text/html", "");
        site.page("/broken", 500, "text/html", "");

        assertThat(scrape("/gone", "h1")).isInstanceOf(JobOutcome.GiveUp.class);
        assertThat(scrape("/broken", "h1")).isInstanceOf(JobOutcome.Fail.class);
    }

    @Test
    void aSelectorThatIsNoneEndsTheJob() throws Exception {
        site.page("/", 200, "text/html", PAGE);

        assertThat(scrape("/", "li["))
                .isInstanceOfSatisfying(JobOutcome.GiveUp.class, givenUp -> assertThat(givenUp.type())
                        .isEqualTo("UnsoundSelector"));
    }

    @Test
    void aPageLargerThanWhatIsReadEndsTheJob() throws Exception {
        site.page("/", 200, "text/html", "x".repeat(200_000));

        assertThat(scrape("/", "p"))
                .isInstanceOfSatisfying(JobOutcome.GiveUp.class, givenUp -> assertThat(givenUp.type())
                        .isEqualTo("PageTooLarge"));
    }

    @Test
    void anAddressInsideIsRefused() throws Exception {
        ScrapeWebsite guarded = new ScrapeWebsite(TestClients.allowing(vertx), Clock.systemUTC());

        assertThat(guarded.run(new Payload("http://169.254.169.254/", null, null), context))
                .isInstanceOfSatisfying(JobOutcome.GiveUp.class, givenUp -> assertThat(givenUp.type())
                        .isEqualTo("AddressRefused"));
    }

    private JobOutcome<Result> scrape(String path, String selector) throws Exception {
        return new ScrapeWebsite(TestClients.allowing(vertx, "127.0.0.1"), Clock.systemUTC())
                .run(new Payload(site.url(path), selector, 10.0), context);
    }
}
