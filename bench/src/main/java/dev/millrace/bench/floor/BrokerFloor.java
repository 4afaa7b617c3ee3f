package dev.millrace.bench.floor;

import dev.millrace.bench.running.RunningSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What RabbitMQ does by its own perf-test: persistent messages of 200 bytes, a durable quorum queue, one connection. */
final class BrokerFloor {
    private static final String QUEUE = "bench.floor";

    private final RunningSystem system;
    private final int messages;

    BrokerFloor(RunningSystem system, int messages) {
        this.system = system;
        this.messages = messages;
    }

    /** Messages a second, at most 256 of them not yet confirmed. */
    OptionalDouble published() throws IOException, InterruptedException {
        return run(
                List.of("--producers", "1", "--consumers", "0", "--confirm", "256", "--flag", "persistent"),
                List.of("--size", "200", "--pmessages", Integer.toString(messages)),
                "sending rate avg: ([0-9]+)");
    }

    /** Messages a second, each acknowledged by itself, 250 of them in advance. */
    OptionalDouble consumed() throws IOException, InterruptedException {
        return run(
                List.of("--producers", "0", "--consumers", "1", "--qos", "250"),
                List.of("--cmessages", Integer.toString(messages)),
                "receiving rate avg: ([0-9]+)");
    }

    private OptionalDouble run(List<String> options, List<String> amount, String answer)
            throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElse("java");
        List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "com.rabbitmq.perf.PerfTest"));
        command.addAll(List.of("--uri", system.broker().toString(), "--queue", QUEUE, "--quorum-queue"));
        command.addAll(options);
        command.addAll(amount);
        return Tool.rate(command, Map.of(), answer);
    }
}
