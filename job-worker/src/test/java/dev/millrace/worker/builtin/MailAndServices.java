package dev.millrace.worker.builtin;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An SMTP server behind a network that a test may break and must heal, a root for files, and all that a worker needs. */
public final class MailAndServices implements QuarkusTestResourceLifecycleManager {
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
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
        return Map.of(
                "millrace.pg.url", database.url(),
                "millrace.amqp.url", broker.amqpUrl(),
                "millrace.smtp.url", "smtp://ada:a%20secret@127.0.0.1:" + toMail.port(),
                "millrace.smtp.from", "jobs@example.org",
                "millrace.worker.stamp-file.root", root.toString());
    }

    @Override
    public void inject(Object test) {
        if (test instanceof BuiltInTypesIT running) {
            running.connect(mail, toMail, store, root);
        }
    }

    @Override
    public void stop() {
        toMail.close();
        mail.stop();
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
