package dev.millrace.worker.builtin;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import dev.millrace.worker.mail.MailServers;
import dev.millrace.worker.mail.ScriptedMailServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** SMTP servers, one of them behind a network that a test may break and must heal, a root for files, and all that a worker needs. */
public final class MailAndServices implements QuarkusTestResourceLifecycleManager {
    /** The only address that is not public and may be asked all the same. */
    static final String FIRST_HOP = "127.0.0.5";

    private final GreenMail mail = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
    });
    private final ScriptedMailServer upgrading = ScriptedMailServer.start(true);
    private final ScriptedMailServer plain = ScriptedMailServer.start(false);
    private FreshDatabase database;
    private FreshBroker broker;
    private TestStore store;
    private TcpProxy toMail;
    private Path root;

    @Override
    public Map<String, String> start() {
        database = RealServices.freshDatabase();
        broker = RealServices.freshBroker();
        store = TestStore.on(database);
        mail.setUser("ada@example.org", "ada", "a secret");
        mail.start();
        toMail = TcpProxy.to("127.0.0.1", mail.getSmtp().getPort());
        root = temporaryDirectory();
        Map<String, String> settings = new HashMap<>(Map.of(
                "millrace.pg.url",
                database.url(),
                "millrace.amqp.url",
                broker.amqpUrl(),
                "millrace.smtp.url",
                "smtp://ada:a%20secret@127.0.0.1:" + toMail.port(),
                // Bounds the wait for a server that is away.
                "millrace.smtp.timeout",
                "10s",
                "millrace.smtp.from",
                "jobs@example.org",
                "millrace.worker.outgoing.allow",
                FIRST_HOP,
                "millrace.worker.stamp-file.root",
                root.toString()));
        settings.putAll(MailServers.settings(
                "secure",
                "smtps://ada:a%20secret@mail.example.org",
                mail.getSmtps().getPort()));
        settings.putAll(MailServers.settings("upgrading", "smtp://ada:a%20secret@mail.example.org", upgrading.port()));
        settings.putAll(MailServers.settings("readable", "smtp://ada:a%20secret@mail.example.org", plain.port()));
        settings.putAll(MailServers.settings("anonymous", "smtp://mail.example.org", plain.port()));
        return settings;
    }

    @Override
    public void inject(Object test) {
        if (test instanceof BuiltInTypesIT running) {
            running.connect(mail, toMail, upgrading, plain, store, root);
        }
    }

    @Override
    public void stop() {
        toMail.close();
        mail.stop();
        upgrading.close();
        plain.close();
        store.close();
        broker.close();
        database.close();
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "files").toAbsolutePath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
