package dev.millrace.worker.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server (RFC 5321) in the test's process for what GreenMail cannot do: it refuses one recipient for good, and offers
 * STARTTLS (RFC 3207) if it shall. Notes each command, and whether it came over TLS.
 */
public final class ScriptedMailServer implements AutoCloseable {
    /** Whom it does not know. */
    public static final String NOBODY = "nobody@example.org";

    private static final char[] PASSWORD_OF_GREENMAIL = "changeit".toCharArray();

    private final ServerSocket listening;
    private final boolean offersTls;
    private final List<String> commands = new CopyOnWriteArrayList<>();

    private ScriptedMailServer(ServerSocket listening, boolean offersTls) {
        this.listening = listening;
        this.offersTls = offersTls;
    }

    /** On a free port of 127.0.0.1. */
    public static ScriptedMailServer start(boolean offersTls) {
        try {
            ScriptedMailServer server =
                    new ScriptedMailServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), offersTls);
            Thread.ofPlatform().daemon().name("mail-server").start(server::acceptAll);
            return server;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** The first word of each command, after {@code tls:} or {@code plain:}. */
    public List<String> commands() {
        return commands;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            say(client, "220 scripted");
            if (converse(client, false)) {
                SSLSocket secure =
                        (SSLSocket) tls().getSocketFactory().createSocket(client, null, client.getPort(), true);
                secure.setUseClientMode(false);
                secure.startHandshake();
                converse(secure, true);
            }
        } catch (IOException gone) {
            commands.add("gone");
        }
    }

    /** Returns whether the client wants TLS now. */
    private boolean converse(Socket client, boolean secure) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        String line;
        while ((line = lines.readLine()) != null) {
            String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            commands.add((secure ? "tls:" : "plain:") + command);
            switch (command) {
                case "EHLO" -> {
                    if (offersTls && !secure) {
                        say(client, "250-scripted\r\n250-STARTTLS\r\n250 AUTH PLAIN");
                    } else {
                        say(client, "250-scripted\r\n250 AUTH PLAIN");
                    }
                }
                case "STARTTLS" -> {
                    say(client, "220 go on");
                    return true;
                }
                case "AUTH" -> say(client, "235 welcome");
                case "RCPT" -> say(client, line.contains(NOBODY) ? "550 5.1.1 nobody of that name" : "250 ok");
                case "DATA" -> {
                    say(client, "354 go on");
                    skipMail(lines);
                    say(client, "250 ok");
                }
                case "QUIT" -> {
                    say(client, "221 bye");
                    return false;
                }
                default -> say(client, "250 ok");
            }
        }
        return false;
    }

    private static void skipMail(BufferedReader lines) throws IOException {
        String line;
        do {
            line = lines.readLine();
        } while (line != null && !line.equals("."));
    }

    private static void say(Socket client, String reply) throws IOException {
        Writer writer = new OutputStreamWriter(client.getOutputStream(), StandardCharsets.US_ASCII);
        writer.write(reply + "\r\n");
        writer.flush();
    }

    private static SSLContext tls() throws IOException {
        try (InputStream file = ScriptedMailServer.class.getResourceAsStream("/greenmail.p12")) {
            KeyStore certificate = KeyStore.getInstance("PKCS12");
            certificate.load(file, PASSWORD_OF_GREENMAIL);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate, PASSWORD_OF_GREENMAIL);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IOException(failure);
        }
    }
}
