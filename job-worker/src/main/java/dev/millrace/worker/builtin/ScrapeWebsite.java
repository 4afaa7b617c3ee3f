package dev.millrace.worker.builtin;

import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import dev.millrace.worker.outgoing.OutgoingAnswer;
import dev.millrace.worker.outgoing.OutgoingClient;
import dev.millrace.worker.outgoing.OutgoingRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.jsoup.select.Selector;

/** Reads a page of the web and keeps the text that a CSS selector finds. */
@Singleton
public class ScrapeWebsite implements JobHandler<ScrapeWebsite.Payload, ScrapeWebsite.Result> {
    static final int LONGEST_TEXT = 16_000;
    static final int MOST_TEXTS = 500;
    /** Leaves room for the rest within what a result may take. */
    static final int MOST_TEXT_BYTES = 48_000;

    private static final int LONGEST_TITLE = 1_000;
    private static final int MOST_TITLE_BYTES = 3_000;

    private static final double DEFAULT_SECONDS = 30;
    private static final String DEFAULT_SELECTOR = "body";
    private static final Map<String, String> HEADERS = Map.of(
            "User-Agent", "Millrace", "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.1");

    private final OutgoingClient client;
    private final Clock clock;

    ScrapeWebsite(OutgoingClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * @param selector what to look for, as in CSS; default {@code body}
     * @param timeout for the whole request with its redirects, in seconds; 0.1 to 300, default 30
     */
    @RegisterForReflection
    public record Payload(
            @NotNull @Pattern(regexp = "^[Hh][Tt][Tt][Pp][Ss]?://.*$") @Size(max = 2_048)
            String url,

            @Size(min = 1, max = 1_000) String selector,
            @DecimalMin("0.1") @DecimalMax("300") Double timeout) {}

    /**
     * What was found.
     *
     * @param url where the page came from, after redirects
     * @param matches how many elements the selector found
     * @param texts their text, in the page's order
     * @param cut whether there was more text than is kept
     */
    @RegisterForReflection
    public record Result(String url, int status, String title, int matches, List<String> texts, boolean cut) {}

    @Override
    public String type() {
        return "scrape_website";
    }

    @Override
    public String description() {
        return "Reads a web page and keeps the text that a CSS selector finds.";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Payload example() {
        return new Payload("https://example.org/", "h1", DEFAULT_SECONDS);
    }

    @Override
    public JobTypeDefaults defaults() {
        return JobTypeDefaults.STANDARD.withTimeout(Duration.ofMinutes(6));
    }

    @Override
    public JobOutcome<Result> run(Payload payload, JobContext context) throws InterruptedException, IOException {
        URI url;
        try {
            url = new URI(payload.url());
        } catch (URISyntaxException unreadable) {
            return JobOutcome.giveUp("UnsoundRequest", "the URL cannot be read: " + unreadable.getReason());
        }
        double seconds = payload.timeout() == null ? DEFAULT_SECONDS : payload.timeout();
        context.progress(0, "reading");
        context.log().info("reading", "url", payload.url());
        OutgoingAnswer answer =
                client.send(OutgoingRequest.get(url, HEADERS, Duration.ofMillis(Math.round(1_000 * seconds))));
        if (!(answer instanceof OutgoingAnswer.Answered answered)) {
            context.log().warn("no answer", "reason", answer);
            return HttpStatus.unanswered(answer);
        }
        context.log().info("answered", "status", answered.status(), "bytes", answered.body().length);
        if (answered.status() < 200 || answered.status() > 299) {
            return HttpStatus.unwanted(answered, clock);
        }
        if (answered.cut()) {
            return JobOutcome.giveUp("PageTooLarge", "the page is larger than what is read of one");
        }
        return select(payload.selector() == null ? DEFAULT_SELECTOR : payload.selector(), answered, context);
    }

    private static JobOutcome<Result> select(String selector, OutgoingAnswer.Answered answered, JobContext context)
            throws IOException {
        String charset = AnsweredText.charset(answered).map(Charset::name).orElse(null);
        Document page = Jsoup.parse(
                new ByteArrayInputStream(answered.body()),
                charset,
                answered.url().toString());
        Elements found;
        try {
            found = page.select(selector);
        } catch (Selector.SelectorParseException unreadable) {
            return JobOutcome.giveUp("UnsoundSelector", "the selector cannot be read: " + unreadable.getMessage());
        }
        context.log().info("selected", "selector", selector, "matches", found.size());
        context.progress(100, "done");
        return JobOutcome.succeed(result(page, found, answered));
    }

    private static Result result(Document page, Elements found, OutgoingAnswer.Answered answered) {
        List<String> texts = new ArrayList<>();
        int room = LONGEST_TEXT;
        int bytes = MOST_TEXT_BYTES;
        boolean cut = false;
        for (Element element : found) {
            if (cut || texts.size() == MOST_TEXTS) {
                cut = true;
                break;
            }
            String text = element.text().replace("\0", "");
            String kept = AnsweredText.cut(text, room, bytes);
            cut = kept.length() < text.length();
            if (!cut || !kept.isEmpty()) {
                texts.add(kept);
            }
            room -= kept.length();
            bytes -= AnsweredText.bytes(kept);
        }
        return new Result(
                answered.url().toString(),
                answered.status(),
                AnsweredText.cut(page.title(), LONGEST_TITLE, MOST_TITLE_BYTES),
                found.size(),
                texts,
                cut);
    }
}
