package dev.millrace.scheduler.testing;

import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives a service under test an empty database, which it migrates itself, and a virtual host of its own. */
public final class RealServicesResource implements QuarkusTestResourceLifecycleManager {
    private FreshDatabase database;
    private FreshBroker broker;

    @Override
    public Map<String, String> start() {
        database = RealServices.emptyDatabase();
        broker = RealServices.freshBroker();
        return Map.of("millrace.pg.url", database.url(), "millrace.amqp.url", broker.amqpUrl());
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
        if (database != null) {
            database.close();
        }
    }
}
