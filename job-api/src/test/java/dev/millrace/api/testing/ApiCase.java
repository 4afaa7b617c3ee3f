package dev.millrace.api.testing;

import static dev.millrace.core.testing.TestStore.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.directory.KnownDirectory;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.JobError;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.WorkerCard;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;

/** A test of the API over HTTP, with a worker that the test itself plays. */
@QuarkusTestResource(Servers.class)
public abstract class ApiCase {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** The worker that the test plays. */
    protected static final UUID WORKER = UUID.fromString("0198c0de-0000-7000-8000-00000000beef");

    protected TestStore store;
    protected FreshBroker broker;
    protected TcpProxy toDatabase;
    protected TcpProxy toBroker;

    @TestHTTPResource("/")
    protected URI root;

    void connect(TestStore ofServer, FreshBroker virtualHost, TcpProxy databaseNetwork, TcpProxy brokerNetwork) {
        store = ofServer;
        broker = virtualHost;
        toDatabase = databaseNetwork;
        toBroker = brokerNetwork;
    }

    @BeforeEach
    void register() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> get("/q/health/ready").status() == 200);
        await(store.jobTypes().register(KnownDirectory.ANY));
        await(store.jobTypes().register(KnownDirectory.GREET));
        await(store.workers()
                .register(new WorkerCard(
                        WORKER, "host-1", 42, "0.1.0", List.of("default", "mail"), List.of("any", "greet"), 16)));
    }

    /** Where the API answers. */
    protected URI root() {
        return root;
    }

    protected Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    protected Answer post(String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send("POST", path, body, all);
    }

    protected Answer send(String method, String path, String body, String... headers) {
        try {
            return Answer.of(HTTP.send(request(method, path, publisher(body), headers), BodyHandlers.ofString()));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Opens an event stream; the caller closes it. */
    protected EventClient watch(String path, String... headers) {
        return EventClient.open(HTTP, root.resolve(path), headers);
    }

    /** How many streams of this kind are open. */
    protected int streams(String kind) {
        return get("/q/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("millrace_streams{") && line.contains("kind=\"" + kind + "\""))
                .map(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    protected CompletableFuture<Answer> getLater(String path, String... headers) {
        return HTTP.sendAsync(request("GET", path, publisher(null), headers), BodyHandlers.ofString())
                .thenApply(Answer::of);
    }

    protected CompletableFuture<Answer> postLater(String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return HTTP.sendAsync(request("POST", path, publisher(body), all), BodyHandlers.ofString())
                .thenApply(Answer::of);
    }

    /** A new job of type any, as the API shows it. */
    protected JsonNode submit(String fields) {
        return post("/api/v1/jobs", "{\"job_type\":\"any\"" + fields + "}").expect(201);
    }

    protected UUID submitId(String fields) {
        return UUID.fromString(submit(fields).path("id").asText());
    }

    /** Plays the worker: begins an attempt of the job. */
    protected ClaimedJob claim(UUID id) {
        return await(store.jobs().claim(List.of(id), WORKER)).getFirst();
    }

    /** Plays the worker: runs the job to its end. */
    protected void complete(UUID id, String result) {
        await(store.jobs().end(new AttemptEnd.Completed(claim(id).key(), result)));
    }

    /** Plays the worker: fails the job for good. */
    protected void bury(UUID id) {
        await(store.jobs()
                .end(new AttemptEnd.Buried(
                        claim(id).key(), AttemptOutcome.FAILED, new JobError("Broken", "it broke", "at line 1"))));
    }

    private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root.resolve(path)).method(method, body).timeout(Duration.ofSeconds(40));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private static BodyPublisher publisher(String body) {
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    }
}
