package dev.millrace.core.doctor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** Whether this process only looks at the system, tells what it found, and ends. */
@ConfigMapping(prefix = "millrace.doctor")
public interface DoctorSettings {
    /** True for a run of job-scheduler that works on nothing. */
    @WithParentName
    @WithDefault("false")
    boolean enabled();
}
