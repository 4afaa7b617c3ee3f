package dev.millrace.worker.outgoing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server (RFC 1035, over UDP) whose answers change from one question to the next, as those of somebody who rebinds a
 * name do; none may be kept by who asked.
 */
final class StubNameServer implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int LARGEST_MESSAGE = 512;
    private static final int TYPE_A = 1;
    private static final int CLASS_INTERNET = 1;
    private static final int RECURSIVE_ANSWER = 0x8180;
    private static final int NAME_OF_THE_QUESTION = 0xc00c;

    private final DatagramSocket socket;
    private final Map<String, Queue<List<String>>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private StubNameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    /** On a free port of 127.0.0.1. */
    static StubNameServer start() throws SocketException {
        StubNameServer server =
                new StubNameServer(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Thread.ofPlatform().daemon().name("stub-name-server").start(server::answerAll);
        return server;
    }

    /** What each question for this name's IPv4 addresses is answered in turn; the last answer stays. */
    @SafeVarargs
    final void answer(String name, List<String>... inTurn) {
        answers.put(name, new ArrayDeque<>(List.of(inTurn)));
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The names whose IPv4 addresses were asked for, once for each question. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void answerAll() {
        byte[] buffer = new byte[LARGEST_MESSAGE];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                byte[] answer = answer(buffer);
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException closed) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException(closed);
                }
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (question[at] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
            at += 1 + question[at];
        }
        int type = question[at + 1] << Byte.SIZE | question[at + 2];
        int end = at + 5;
        List<String> addresses = type == TYPE_A ? next(name.toString()) : List.of();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        out.write(question, 0, 2);
        out.writeShort(RECURSIVE_ANSWER);
        out.writeShort(1);
        out.writeShort(addresses.size());
        out.writeInt(0);
        out.write(question, HEADER, end - HEADER);
        for (String address : addresses) {
            out.writeShort(NAME_OF_THE_QUESTION);
            out.writeShort(TYPE_A);
            out.writeShort(CLASS_INTERNET);
            out.writeInt(0);
            out.writeShort(Inet4Address.getByName(address).getAddress().length);
            out.write(Inet4Address.getByName(address).getAddress());
        }
        return message.toByteArray();
    }

    private List<String> next(String name) {
        asked.add(name);
        Queue<List<String>> inTurn = answers.getOrDefault(name, new ArrayDeque<>());
        List<String> next = inTurn.size() > 1 ? inTurn.poll() : inTurn.peek();
        return next == null ? List.of() : next;
    }
}
