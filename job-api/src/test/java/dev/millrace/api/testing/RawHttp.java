package dev.millrace.api.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Requests that no well-behaved client would send, byte for byte. */
public final class RawHttp {
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(20).toMillis();

    private RawHttp() {}

    /** What the server answers until it closes the connection; the request has to ask for that, or be refused. */
    public static String send(URI root, String request) {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (SocketException refusedMeanwhile) {
                // The answer may be there all the same.
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A GET whose headers are exactly these. */
    public static String get(URI root, String path, String... headers) {
        return send(
                root,
                "GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", Arrays.asList(headers))
                        + "\r\nConnection: close\r\n\r\n");
    }
}
