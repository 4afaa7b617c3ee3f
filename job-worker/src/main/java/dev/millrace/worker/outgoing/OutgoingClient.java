package dev.millrace.worker.outgoing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Sends requests to URLs that people outside choose; see {@link AddressGuard}. Each connection is made to an address that
 * was checked just before, while name, certificate and Host header stay those of the URL. No connection is kept, so that none
 * outlives its check; no proxy is used, for it would look names up by itself.
 */
@Singleton
public class OutgoingClient {
    private static final int MOST_REDIRECTS = 3;
    /** As many as a worker may have slots: it is the slots that limit. */
    private static final int MOST_CONNECTIONS_A_HOST = 10_000;

    private static final int LARGEST_HEADER = 32 * 1024;
    /** As long as one that a job may name. */
    private static final int LONGEST_URL = 2_048;

    private static final int SEE_OTHER = 303;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, SEE_OTHER, 307, 308);
    private static final Set<Integer> KEEPING_THE_METHOD = Set.of(307, 308);
    private static final Set<String> FIT_FOR_ANYBODY =
            Set.of("accept", "accept-language", "content-type", "user-agent");

    private final HttpClient client;
    private final AddressGuard guard;
    private final int largestAnswer;

    @Inject
    OutgoingClient(Vertx vertx, OutgoingSettings settings) {
        this(vertx, settings, AddressResolver::ofThisMachine, new HttpClientOptions());
    }

    OutgoingClient(Vertx vertx, OutgoingSettings settings, AddressResolver resolver, HttpClientOptions options) {
        guard = new AddressGuard(new AllowList(settings.allow().orElse(List.of())), resolver);
        largestAnswer = settings.largestAnswer();
        client = vertx.createHttpClient(options.setKeepAlive(false)
                .setMaxPoolSize(MOST_CONNECTIONS_A_HOST)
                .setMaxHeaderSize(LARGEST_HEADER)
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis())));
    }

    @PreDestroy
    void close() {
        var unused = client.close();
    }

    /**
     * Sends a request, follows at most three redirects, and reads the answer; blocks all the while. No redirect leads from
     * https to http, and none takes a body to another origin.
     *
     * @throws InterruptedException when the thread is interrupted; the request is broken off then
     */
    public OutgoingAnswer send(OutgoingRequest request) throws InterruptedException {
        Deadline deadline = new Deadline(request.timeout());
        OutgoingRequest next = request;
        try {
            for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
                Destination destination = lookUp(next.url(), deadline);
                switch (destination) {
                    case Destination.Refused refused -> {
                        return new OutgoingAnswer.Refused(refused.reason());
                    }
                    case Destination.Unknown unknown -> {
                        return new OutgoingAnswer.Failed("UnknownHost", unknown.reason());
                    }
                    case Destination.Checked checked -> {
                        Received received = exchange(checked, next, deadline);
                        if (received.redirect() == null) {
                            return received.answer();
                        }
                        next = redirected(next, received);
                    }
                }
            }
            return new OutgoingAnswer.Misled("more than " + MOST_REDIRECTS + " redirects");
        } catch (NotFollowed elsewhere) {
            return new OutgoingAnswer.Refused(elsewhere.getMessage());
        } catch (TimeoutException late) {
            return new OutgoingAnswer.Failed(
                    "RequestTimeout",
                    "no whole answer after " + request.timeout().toMillis() + " ms");
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            return new OutgoingAnswer.Failed(
                    "RequestFailed", cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }

    /** A name server may take longer than there is time, and does not heed an interrupt. */
    private Destination lookUp(URI url, Deadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Destination> looking = new CompletableFuture<>();
        Thread.ofVirtual().name("outgoing-lookup").start(() -> {
            try {
                looking.complete(guard.check(url));
            } catch (Throwable failure) {
                looking.completeExceptionally(failure);
            }
        });
        return looking.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    }

    private Received exchange(Destination.Checked destination, OutgoingRequest request, Deadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        HttpClientRequest connected = connect(destination, request.method(), deadline);
        request.headers().forEach(connected::putHeader);
        connected.putHeader(HttpHeaders.HOST, destination.authority());
        // Listens before anything is sent, so that no part of a quick answer is missed.
        Future<Received> received = connected.response().compose(response -> receive(connected, response, request));
        var unused = request.body() == null ? connected.send() : connected.send(Buffer.buffer(request.body()));
        return await(received, connected, deadline.leftNanos());
    }

    /** Nothing is sent before there is a connection, so that any of the addresses may be tried. */
    private HttpClientRequest connect(Destination.Checked destination, String method, Deadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        ExecutionException unreachable = null;
        for (InetAddress address : destination.addresses()) {
            Future<HttpClientRequest> connecting = client.request(new RequestOptions()
                    .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, destination.port())))
                    .setHost(destination.host())
                    .setPort(destination.port())
                    .setSsl(destination.secure())
                    .setMethod(HttpMethod.valueOf(method))
                    .setURI(destination.target()));
            try {
                return connecting
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException failure) {
                unreachable = failure;
            } catch (InterruptedException | TimeoutException over) {
                connecting.onSuccess(HttpClientRequest::reset);
                throw over;
            }
        }
        throw unreachable;
    }

    private static <T> T await(Future<T> future, HttpClientRequest request, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException | TimeoutException over) {
            request.reset();
            throw over;
        }
    }

    private Future<Received> receive(
            HttpClientRequest connected, HttpClientResponse response, OutgoingRequest request) {
        int status = response.statusCode();
        String location = response.getHeader(HttpHeaders.LOCATION);
        if (location != null && REDIRECTS.contains(status) && !request.wanted().contains(status)) {
            // Its body is of no interest, nor is how it breaks off.
            response.exceptionHandler(expected -> {});
            connected.reset();
            return Future.succeededFuture(new Received(null, location, status));
        }
        Promise<Received> received = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(received::tryFail);
        response.handler(part -> {
            int room = largestAnswer - body.length();
            body.appendBuffer(part, 0, Math.min(room, part.length()));
            if (part.length() > room) {
                received.tryComplete(answer(request, response, body, true));
                connected.reset();
            }
        });
        response.endHandler(end -> received.tryComplete(answer(request, response, body, false)));
        return received.future();
    }

    private static Received answer(OutgoingRequest request, HttpClientResponse response, Buffer body, boolean cut) {
        return new Received(
                new OutgoingAnswer.Answered(
                        request.url(),
                        response.statusCode(),
                        name -> Optional.ofNullable(response.getHeader(name)),
                        body.getBytes(),
                        cut),
                null,
                response.statusCode());
    }

    private static OutgoingRequest redirected(OutgoingRequest request, Received received) throws NotFollowed {
        URI next = destination(request.url(), received.redirect());
        boolean sameOrigin = sameOrigin(request.url(), next);
        boolean asItIs = KEEPING_THE_METHOD.contains(received.status())
                || request.method().equals("GET")
                || request.method().equals("HEAD");
        if (asItIs && request.body() != null && !sameOrigin) {
            throw new NotFollowed("a redirect asks for the body to be sent to another origin");
        }
        return new OutgoingRequest(
                asItIs ? request.method() : "GET",
                next,
                sameOrigin ? request.headers() : forAnybody(request.headers()),
                asItIs ? request.body() : null,
                request.timeout(),
                request.wanted());
    }

    private static URI destination(URI from, String location) throws NotFollowed {
        URI next;
        try {
            next = from.resolve(new URI(location));
        } catch (URISyntaxException unreadable) {
            throw new NotFollowed("a redirect leads to what is no URL");
        }
        if (next.toString().length() > LONGEST_URL) {
            throw new NotFollowed("a redirect leads to a URL of more than " + LONGEST_URL + " characters");
        }
        if ("https".equalsIgnoreCase(from.getScheme()) && "http".equalsIgnoreCase(next.getScheme())) {
            throw new NotFollowed("a redirect leads from https to http");
        }
        return next;
    }

    private static boolean sameOrigin(URI one, URI other) {
        return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
                && Authority.of(one).equals(Authority.of(other));
    }

    private static Map<String, String> forAnybody(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> FIT_FOR_ANYBODY.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @param redirect where to go instead, or null when there is an answer */
    private record Received(OutgoingAnswer.Answered answer, String redirect, int status) {}

    /** A redirect leads where no request of this kind goes. */
    private static final class NotFollowed extends Exception {
        private static final long serialVersionUID = 1L;

        NotFollowed(String reason) {
            super(reason);
        }
    }

    private static final class Deadline {
        private final long endNanos;

        Deadline(Duration timeout) {
            endNanos = System.nanoTime() + timeout.toNanos();
        }

        long leftNanos() throws TimeoutException {
            long left = endNanos - System.nanoTime();
            if (left <= 0) {
                throw new TimeoutException();
            }
            return left;
        }
    }
}
