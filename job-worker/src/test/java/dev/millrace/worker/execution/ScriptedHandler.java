package dev.millrace.worker.execution;

import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A handler whose work is a test's own. */
final class ScriptedHandler implements JobHandler<ScriptedHandler.Payload, String> {
    record Payload(String text) {}

    /** An execution that began. */
    record Execution(UUID jobId, int attempt, long beganNanos) {}

    interface Script {
        JobOutcome<String> run(Payload payload, JobContext context) throws Exception;
    }

    private final String type;
    private final Script script;
    private final JobTypeDefaults defaults;
    private final ConcurrentLinkedQueue<Execution> executions = new ConcurrentLinkedQueue<>();

    ScriptedHandler(String type, Script script) {
        this(type, JobTypeDefaults.STANDARD, script);
    }

    ScriptedHandler(String type, JobTypeDefaults defaults, Script script) {
        this.type = type;
        this.defaults = defaults;
        this.script = script;
    }

    List<Execution> executions() {
        return List.copyOf(executions);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String description() {
        return "As the test says.";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Payload example() {
        return new Payload("text");
    }

    @Override
    public JobTypeDefaults defaults() {
        return defaults;
    }

    @Override
    public JobOutcome<String> run(Payload payload, JobContext context) throws Exception {
        executions.add(new Execution(context.jobId(), context.attempt(), System.nanoTime()));
        return script.run(payload, context);
    }
}
