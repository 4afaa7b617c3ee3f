package dev.millrace.core.doctor;

import java.util.List;

/** Looks at one part of the system. */
public interface Examination {
    /** The part's name, for people. */
    String subject();

    /** What was found; blocks for some seconds at most. A part that is out of reach is a finding, not a failure. */
    List<Finding> look();
}
