package dev.millrace.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An HTTP/1.1 connection that is kept: one request, then its answer, then the next request. */
final class HttpConnection implements AutoCloseable {
    private static final int LARGEST_ANSWER = 64 << 10;
    private static final String LENGTH = "content-length:";
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(LARGEST_ANSWER);
    private final ByteBuffer request;
    private int bodyAt;
    private int length;
    private long sent;

    HttpConnection(URI address, byte[] request) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        this.request = ByteBuffer.allocateDirect(request.length).put(request).flip();
    }

    SocketChannel channel() {
        return channel;
    }

    /** Requests are small and follow answers, so they always fit into the socket's buffer. */
    void send() throws IOException {
        request.rewind();
        answer.clear();
        bodyAt = 0;
        sent = System.nanoTime();
        channel.write(request);
        if (request.hasRemaining()) {
            throw new IOException("the socket takes no more");
        }
    }

    /** Reads what has come; true when the answer is whole, and has then been told. */
    boolean receive(HttpAnswers answers) throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("the server has closed the connection");
        }
        if (bodyAt == 0 && !readHead()) {
            return false;
        }
        if (answer.position() < bodyAt + length) {
            return false;
        }
        int status = (answer.get(STATUS_AT) - '0') * 100
                + (answer.get(STATUS_AT + 1) - '0') * 10
                + (answer.get(STATUS_AT + 2) - '0');
        answers.answered(status, answer.slice(bodyAt, length), sent, System.nanoTime());
        return true;
    }

    private boolean readHead() throws IOException {
        int end = -1;
        for (int i = 3; i < answer.position() && end < 0; i++) {
            if (answer.get(i) == '\n' && answer.get(i - 2) == '\n') {
                end = i + 1;
            }
        }
        if (end < 0) {
            return false;
        }
        byte[] head = new byte[end];
        answer.get(0, head);
        String text = new String(head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int at = text.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("the answer does not tell its length: " + text);
        }
        length = Integer.parseInt(
                text.substring(at + LENGTH.length(), text.indexOf('\r', at)).strip());
        bodyAt = end;
        if (bodyAt + length > answer.capacity()) {
            throw new IOException("an answer of " + length + " bytes");
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
