package dev.millrace.core.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private static final int SHORT_MILLIS = 200;
    private static final int LONG_MILLIS = 10_000;

    private ServerSocket server;
    private TcpProxy proxy;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getByName(TcpProxy.HOST));
        Thread.ofPlatform().daemon().start(this::echoForEver);
        proxy = TcpProxy.to(TcpProxy.HOST, server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void carriesBytesBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEqualTo("hello");
        }
        Awaitility.await().until(() -> proxy.connections() == 0);
    }

    @Test
    void aCutResetsWhatItCarriesAndTakesNewConnections() throws IOException {
        try (Socket cut = connect()) {
            echo(cut, "hello");
            proxy.cut();
            assertThatThrownBy(() -> echo(cut, "again")).isInstanceOf(IOException.class);
        }
        try (Socket next = connect()) {
            assertThat(echo(next, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void aBlackHoleHoldsBytesUntilItHeals() throws IOException {
        try (Socket client = connect()) {
            echo(client, "hello");
            proxy.blackhole(true);
            client.setSoTimeout(SHORT_MILLIS);
            assertThatThrownBy(() -> echo(client, "late!")).isInstanceOf(SocketTimeoutException.class);
            proxy.heal();
            client.setSoTimeout(LONG_MILLIS);
            assertThat(read(client, 5)).isEqualTo("late!");
        }
    }

    @Test
    void oneDirectionAloneCanBeHeld() throws IOException {
        try (Socket client = connect()) {
            proxy.blackhole(TcpProxy.Direction.TO_CLIENT, true);
            client.setSoTimeout(SHORT_MILLIS);
            assertThatThrownBy(() -> echo(client, "hello")).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void refusesNewConnectionsWhenToldTo() throws IOException {
        proxy.refuse(true);
        try (Socket refused = connect()) {
            assertThatThrownBy(() -> echo(refused, "hello")).isInstanceOf(IOException.class);
        }
        proxy.refuse(false);
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void delaysWhatPasses() throws IOException {
        proxy.delay(Duration.ofMillis(100));
        try (Socket client = connect()) {
            long start = System.nanoTime();
            echo(client, "hello");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void cutsAfterSoManyBytes() throws IOException {
        proxy.cutAfter(TcpProxy.Direction.TO_CLIENT, 3);
        try (Socket client = connect()) {
            assertThatThrownBy(() -> echo(client, "hello")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void putsBytesOfTheTestsOwnIntoTheStream() throws IOException {
        try (Socket client = connect()) {
            echo(client, "hello");
            proxy.sendToClients("bye".getBytes(US_ASCII));
            assertThat(read(client, 3)).isEqualTo("bye");
        }
    }

    private Socket connect() throws IOException {
        var client = new Socket(TcpProxy.HOST, proxy.port());
        client.setSoTimeout(LONG_MILLIS);
        return client;
    }

    private static String echo(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
        return read(client, text.length());
    }

    private static String read(Socket client, int length) throws IOException {
        byte[] bytes = client.getInputStream().readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the stream ended");
        }
        return new String(bytes, US_ASCII);
    }

    private void echoForEver() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofPlatform().daemon().start(() -> echoAll(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echoAll(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException broken) {
            // The test broke it.
        }
    }
}
