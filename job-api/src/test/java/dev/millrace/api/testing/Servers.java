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
        return Map.ofEntries(
                Map.entry("millrace.pg.url", database.urlThrough(toDatabase)),
                Map.entry("millrace.amqp.url", broker.amqpUrlThrough(toBroker)),
                Map.entry("millrace.pg.patience", "3s"),
                Map.entry("millrace.api.read.timeout", "2s"),
                Map.entry("millrace.api.streams.clients", "50"),
                Map.entry("millrace.api.streams.tick", "200ms"),
                Map.entry("millrace.api.streams.log-tick", "200ms"),
                Map.entry("millrace.api.streams.heartbeat", "500ms"),
                Map.entry("millrace.api.streams.patience", "3s"),
                Map.entry("millrace.api.streams.rights-check", "200ms"));
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
