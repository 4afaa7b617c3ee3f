package dev.millrace.api.testing;

import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * A database and a virtual host of the API's own, each behind a network that a test may break and must heal. The database
 * is empty at first: the API brings the schema itself.
 */
public final class Servers implements QuarkusTestResourceLifecycleManager {
    private FreshDatabase database;
    private FreshBroker broker;
    private TcpProxy toDatabase;
    private TcpProxy toBroker;
    private TestStore store;

    @Override
    public Map<String, String> start() {
        database = RealServices.emptyDatabase();
        broker = RealServices.freshBroker();
        toDatabase = database.proxy();
        toBroker = broker.proxy();
        store = TestStore.on(database);
        return Map.of(
                "millrace.pg.url",
                database.urlThrough(toDatabase),
                "millrace.amqp.url",
                broker.amqpUrlThrough(toBroker),
                "millrace.pg.patience",
                "3s",
                "millrace.api.read.timeout",
                "2s");
    }

    @Override
    public void inject(Object test) {
        if (test instanceof ApiCase running) {
            running.connect(store, broker, toDatabase, toBroker);
        }
    }

    @Override
    public void stop() {
        store.close();
        toDatabase.close();
        toBroker.close();
        broker.close();
        database.close();
    }
}
