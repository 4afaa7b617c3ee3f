package dev.millrace.worker.outgoing;

import io.vertx.core.Vertx;

/** Makes clients for tests of other packages. */
public final class TestClients {
    private TestClients() {}

    public static OutgoingClient allowing(Vertx vertx, String... entries) {
        return new OutgoingClient(vertx, FixedOutgoingSettings.allowing(entries));
    }
}
