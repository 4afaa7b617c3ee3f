package dev.millrace.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private static final byte[] HELLO = {1, 2, 3, 4, 5, 6, 7, 8};

    private ServerSocket server;
    private TcpProxy proxy;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = new TcpProxy(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), () -> Tap.NONE);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void passesBytesOnBothWays() throws IOException {
        try (Pair pair = connect()) {
            pair.client.getOutputStream().write(HELLO);
            assertThat(pair.server.getInputStream().readNBytes(8)).isEqualTo(HELLO);
            pair.server.getOutputStream().write(HELLO);
            assertThat(pair.client.getInputStream().readNBytes(8)).isEqualTo(HELLO);
        }
    }

    @Test
    void holdsEverythingBackInABlackholeAndPassesItOnAfterwards() throws IOException {
        try (Pair pair = connect()) {
            proxy.behave(new Trouble.Blackhole());
            pair.client.getOutputStream().write(HELLO);
            pair.server.setSoTimeout(100);
            assertThatThrownBy(() -> pair.server.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.behave(new Trouble.None());

            pair.server.setSoTimeout(5_000);
            assertThat(pair.server.getInputStream().readNBytes(8)).isEqualTo(HELLO);
        }
    }

    @Test
    void resetsConnectionsThatAreThereAndThatCome() throws IOException {
        try (Pair pair = connect()) {
            proxy.behave(new Trouble.Reset());

            assertThatThrownBy(() -> pair.client.getInputStream().read()).hasMessageContaining("reset");
            try (Socket next = dial()) {
                assertThatThrownBy(() -> next.getInputStream().readNBytes(1)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void cutsAConnectionAfterSoManyBytesInOneDirection() throws IOException {
        try (Pair pair = connect()) {
            proxy.behave(new Trouble.CutAfter(Direction.TO_SERVER, 3));
            pair.server.getOutputStream().write(HELLO);
            assertThat(pair.client.getInputStream().readNBytes(8)).isEqualTo(HELLO);

            pair.client.getOutputStream().write(HELLO);

            assertThatThrownBy(() -> pair.client.getInputStream().read()).hasMessageContaining("reset");
        }
    }

    @Test
    void losesWhatComesBackAfterTheRequestHasArrived() throws IOException {
        try (Pair pair = connect()) {
            proxy.behave(new Trouble.Lose(Direction.TO_CLIENT, Duration.ofMillis(50)));
            pair.client.getOutputStream().write(HELLO);
            assertThat(pair.server.getInputStream().readNBytes(8)).isEqualTo(HELLO);

            pair.server.getOutputStream().write(HELLO);

            assertThatThrownBy(() -> pair.client.getInputStream().read()).hasMessageContaining("reset");
        }
    }

    private Pair connect() throws IOException {
        Socket client = dial();
        return new Pair(client, server.accept());
    }

    private Socket dial() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private record Pair(Socket client, Socket server) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }
}
