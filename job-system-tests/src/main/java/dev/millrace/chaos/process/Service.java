package dev.millrace.chaos.process;

/** The services, by the folder that each is built in and the name that the launcher gives its processes. */
public enum Service {
    API("job-api", "job-api"),
    WORKER("job-system-tests/chaos-worker", "job-worker"),
    SCHEDULER("job-scheduler", "job-scheduler");

    private final String module;
    private final String processName;

    Service(String module, String processName) {
        this.module = module;
        this.processName = processName;
    }

    /** The module's folder in the repository. */
    public String module() {
        return module;
    }

    public String processName() {
        return processName;
    }
}
